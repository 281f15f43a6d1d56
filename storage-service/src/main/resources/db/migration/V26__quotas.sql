-- How much a tenant may hand over. Collectors hold it to that.
CREATE TABLE quota (
    tenant             text COLLATE "C" PRIMARY KEY,
    records_per_second bigint CHECK (records_per_second > 0), -- null: no limit
    bytes_per_day      bigint CHECK (bytes_per_day > 0)       -- as stored, of a UTC day; null: no limit
);

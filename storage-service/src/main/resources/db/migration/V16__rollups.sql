-- Rate, errors and duration of spans, added up by analysis. What it committed lies here as it came until it is merged
-- into the periods of each resolution; the sum of both is what is known.
CREATE TABLE rollup (
    tenant     text COLLATE "C" NOT NULL,
    id         bigint GENERATED ALWAYS AS IDENTITY,
    resolution integer NOT NULL, -- seconds of a step; 0: as it came, in steps of the finest
    from_time  bigint  NOT NULL, -- Unix seconds: start of the period, or of the earliest step
    to_time    bigint  NOT NULL, -- ... end of it
    cells      integer NOT NULL,
    payload    bytea   NOT NULL,
    PRIMARY KEY (tenant, id)
);

ALTER TABLE rollup ALTER COLUMN payload SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX rollup_period ON rollup (tenant, resolution, from_time) WHERE resolution > 0;
CREATE INDEX rollup_time ON rollup (tenant, resolution, to_time);

-- Everything acknowledged before this is consumed.
ALTER TABLE feed_consumer ADD COLUMN watermark timestamptz;

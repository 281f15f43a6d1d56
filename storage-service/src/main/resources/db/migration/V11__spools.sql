-- What collectors hold durably and have not handed over yet, as each last said.
CREATE TABLE spool (
    tenant      text COLLATE "C" NOT NULL,
    collector   text COLLATE "C" NOT NULL,
    signal      smallint    NOT NULL,
    url         text,                 -- where the collector answers for what it holds
    segments    bigint      NOT NULL,
    records     bigint      NOT NULL,
    bytes       bigint      NOT NULL,
    oldest      timestamptz NOT NULL,
    reported_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, collector, signal)
);

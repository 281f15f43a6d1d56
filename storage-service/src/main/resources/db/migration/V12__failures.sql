-- Records that a reader of the feed could not digest. Their segments are not merged, so that they can be read again.
CREATE TABLE feed_failure (
    id                bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    consumer          text COLLATE "C" NOT NULL,
    tenant            text COLLATE "C" NOT NULL,
    signal            smallint    NOT NULL,
    bucket            integer     NOT NULL,
    segment_id        uuid        NOT NULL,
    component_id      integer     NOT NULL, -- 0: not told whose
    reason            text COLLATE "C" NOT NULL,
    records           bigint      NOT NULL,
    -- Where the ledger counts them, as parallel arrays.
    counted_minute    integer[]   NOT NULL,
    counted_component integer[]   NOT NULL,
    counted_records   integer[]   NOT NULL,
    is_retried        boolean     NOT NULL DEFAULT false, -- given back to the consumer, and not counted as failed
    since             timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, segment_id, component_id, reason)
);

CREATE INDEX feed_failure_segment ON feed_failure (segment_id);
CREATE INDEX feed_failure_retried ON feed_failure (tenant) WHERE is_retried;

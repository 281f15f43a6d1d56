-- What is left of a segment whose records were let go: enough to say that a trace may have been in it.
CREATE TABLE tombstone (
    tenant        text COLLATE "C" NOT NULL,
    segment_id    uuid        NOT NULL,
    bucket        integer     NOT NULL,
    signal        smallint    NOT NULL,
    day           date        NOT NULL,
    records       integer     NOT NULL,
    min_time      bigint      NOT NULL, -- Unix nanoseconds of the earliest record's start
    max_time      bigint      NOT NULL, -- ... of the latest record's start
    outcome       smallint    NOT NULL, -- expired or erased
    reason        text        NOT NULL,
    buried_at     timestamptz NOT NULL DEFAULT now(),
    filter_blocks integer     NOT NULL,
    filter        bytea       NOT NULL, -- of segments of spans
    PRIMARY KEY (tenant, segment_id, bucket)
);

ALTER TABLE tombstone ALTER COLUMN filter SET STORAGE EXTERNAL;
CREATE INDEX tombstone_age ON tombstone (buried_at);

-- What collectors say of traces whose records are in no segment.
CREATE TABLE trace_note (
    tenant    text COLLATE "C" NOT NULL,
    trace_id  uuid        NOT NULL,
    report_id uuid        NOT NULL,
    signal    smallint    NOT NULL,
    minute    integer     NOT NULL, -- of collection, Unix minutes
    outcome   smallint    NOT NULL,
    reason    text COLLATE "C" NOT NULL,
    records   bigint      NOT NULL,
    PRIMARY KEY (tenant, trace_id, report_id, outcome, reason)
);

CREATE INDEX trace_note_minute ON trace_note (minute);

-- Tombstones and notes are written since this migration.
DO $$
BEGIN
    EXECUTE format('CREATE FUNCTION fate_evidence_since() RETURNS timestamptz LANGUAGE sql IMMUTABLE RETURN %L::timestamptz',
        now());
END
$$;

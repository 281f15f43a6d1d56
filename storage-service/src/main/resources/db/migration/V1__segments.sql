-- Text is compared byte by byte whatever the database's locale: cursors and keys depend on one order.

-- Addition modulo 2^64, as set-hashes add. PostgreSQL's own would refuse to overflow.
CREATE FUNCTION wrapping_add(a bigint, b bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ((((a >> 32) & 4294967295) + ((b >> 32) & 4294967295) + (((a & 4294967295) + (b & 4294967295)) >> 32)) << 32)
        | (((a & 4294967295) + (b & 4294967295)) & 4294967295);

-- A sum of 64-bit numbers, modulo 2^64.
CREATE FUNCTION wrapped(total numeric) RETURNS bigint
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (mod(mod(total + 9223372036854775808, 18446744073709551616) + 18446744073709551616, 18446744073709551616)
        - 9223372036854775808)::bigint;

-- The running transaction's id as a number: what orders the feed.
CREATE FUNCTION current_commit_xid() RETURNS bigint
    LANGUAGE sql VOLATILE
    RETURN pg_current_xact_id()::text::bigint;

-- Every transaction below this one has ended.
CREATE FUNCTION settled_below_xid() RETURNS bigint
    LANGUAGE sql STABLE
    RETURN pg_snapshot_xmin(pg_current_snapshot())::text::bigint;

CREATE TABLE segment (
    day               date        NOT NULL, -- UTC day of the records; 1970-01-01 holds those without a believable time
    level             smallint    NOT NULL, -- 0 as collected, above that merged
    bucket            integer     NOT NULL, -- distribution column
    id                uuid        NOT NULL,
    tenant            text COLLATE "C" NOT NULL,
    signal            smallint    NOT NULL,
    record_count      integer     NOT NULL,
    min_time          bigint      NOT NULL, -- Unix nanoseconds of the earliest record's start
    max_time          bigint      NOT NULL, -- ... of the latest record's start
    max_duration      bigint      NOT NULL, -- nanoseconds
    set_hash          bigint      NOT NULL, -- sum modulo 2^64 over the records
    component_ids     integer[]   NOT NULL, -- whose records these are
    -- The account of the records: parallel arrays, one entry per minute of collection and component.
    collected_from    integer     NOT NULL, -- first minute, Unix minutes
    collected_to      integer     NOT NULL, -- last minute
    counted_minute    integer[]   NOT NULL,
    counted_component integer[]   NOT NULL,
    counted_records   integer[]   NOT NULL,
    counted_set_hash  bigint[]    NOT NULL,
    -- The feed: a position is a transaction id. A merged segment stands where the last of its sources stood.
    feed_xid          bigint      NOT NULL DEFAULT current_commit_xid(),
    feed_first_xid    bigint      NOT NULL DEFAULT current_commit_xid(), -- where the first of its sources stood
    commit_xid        bigint      NOT NULL DEFAULT current_commit_xid(), -- the transaction that wrote this row
    committed_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    filter_blocks     integer     NOT NULL, -- 32-byte blocks of the membership filter
    head              bytea       NOT NULL,
    filter            bytea       NOT NULL,
    payload           bytea       NOT NULL,
    PRIMARY KEY (id, bucket, day, level)
) PARTITION BY RANGE (day, level);

-- Already compressed, and read by byte range.
ALTER TABLE segment ALTER COLUMN head SET STORAGE EXTERNAL;
ALTER TABLE segment ALTER COLUMN filter SET STORAGE EXTERNAL;
ALTER TABLE segment ALTER COLUMN payload SET STORAGE EXTERNAL;

CREATE INDEX segment_time ON segment (tenant, signal, max_time);
CREATE INDEX segment_feed ON segment (feed_xid);
CREATE INDEX segment_merged ON segment (commit_xid) WHERE level > 0;
CREATE INDEX segment_collected ON segment (collected_to);
CREATE INDEX segment_size ON segment (record_count);

-- Which client requests are stored, so that a retry stores nothing new. Under the day of the records:
-- the same body has the same days.
CREATE TABLE request_key (
    tenant     text COLLATE "C" NOT NULL,
    day        date        NOT NULL,
    bucket     integer     NOT NULL,
    key        bytea       NOT NULL,
    segment_id uuid        NOT NULL,
    stored_on  date        NOT NULL DEFAULT current_date,
    PRIMARY KEY (key, tenant, day, bucket)
) PARTITION BY RANGE (day);

-- Makes the partitions of a day. Attached instead of created in place: readers and writers go on meanwhile.
CREATE FUNCTION ensure_day(the_day date) RETURNS void
    LANGUAGE plpgsql AS $$
DECLARE
    suffix text := to_char(the_day, 'YYYYMMDD');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('quipu.partitions'));
    IF to_regclass('segment_' || suffix || '_fresh') IS NULL THEN
        EXECUTE format('CREATE TABLE %I (LIKE segment INCLUDING DEFAULTS INCLUDING STORAGE)', 'segment_' || suffix || '_fresh');
        EXECUTE format('ALTER TABLE segment ATTACH PARTITION %I FOR VALUES FROM (%L, 0) TO (%L, 1)',
            'segment_' || suffix || '_fresh', the_day, the_day);
    END IF;
    IF to_regclass('segment_' || suffix || '_merged') IS NULL THEN
        EXECUTE format('CREATE TABLE %I (LIKE segment INCLUDING DEFAULTS INCLUDING STORAGE)', 'segment_' || suffix || '_merged');
        EXECUTE format('ALTER TABLE segment ATTACH PARTITION %I FOR VALUES FROM (%L, 1) TO (%L, MAXVALUE)',
            'segment_' || suffix || '_merged', the_day, the_day);
    END IF;
    IF to_regclass('request_key_' || suffix) IS NULL THEN
        EXECUTE format('CREATE TABLE %I (LIKE request_key INCLUDING DEFAULTS)', 'request_key_' || suffix);
        EXECUTE format('ALTER TABLE request_key ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
            'request_key_' || suffix, the_day, the_day + 1);
    END IF;
END
$$;

CREATE FUNCTION drop_day(the_day date) RETURNS void
    LANGUAGE plpgsql AS $$
DECLARE
    suffix text := to_char(the_day, 'YYYYMMDD');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('quipu.partitions'));
    EXECUTE format('DROP TABLE IF EXISTS %I, %I, %I',
        'segment_' || suffix || '_fresh', 'segment_' || suffix || '_merged', 'request_key_' || suffix);
END
$$;

SELECT ensure_day(DATE '1970-01-01');

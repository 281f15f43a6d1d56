-- What log records have in common, as analysis mined it.
CREATE TABLE log_template (
    tenant      text COLLATE "C" NOT NULL,
    id          integer NOT NULL, -- by which records and searches name it
    namespace   text COLLATE "C" NOT NULL,
    component   text COLLATE "C" NOT NULL,
    number      integer NOT NULL, -- among those of its component
    text        text    NOT NULL,
    sample      text    NOT NULL,
    state       bytea   NOT NULL, -- what analysis goes on from
    first_time  bigint  NOT NULL, -- Unix nanoseconds of the earliest of its records, as far as analysis told
    last_time   bigint  NOT NULL, -- ... of the latest, when it was told last
    merged_into integer,          -- found to be the same as this one, which is merged into none itself
    PRIMARY KEY (tenant, id)
);

CREATE INDEX log_template_component ON log_template (tenant, component, namespace, id);
CREATE INDEX log_template_merged ON log_template (tenant, merged_into, id) WHERE merged_into IS NOT NULL;

-- The template of each record of a segment, beside it: a segment never changes.
CREATE TABLE segment_template (
    day        date      NOT NULL,
    bucket     integer   NOT NULL,
    segment_id uuid      NOT NULL,
    templates  integer[] NOT NULL, -- those that its records have
    payload    bytea     NOT NULL,
    PRIMARY KEY (segment_id, bucket, day)
) PARTITION BY RANGE (day);

ALTER TABLE segment_template ALTER COLUMN payload SET STORAGE EXTERNAL;

CREATE OR REPLACE FUNCTION ensure_day(the_day date) RETURNS void
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
    IF to_regclass('segment_template_' || suffix) IS NULL THEN
        EXECUTE format('CREATE TABLE %I (LIKE segment_template INCLUDING DEFAULTS INCLUDING STORAGE)',
            'segment_template_' || suffix);
        EXECUTE format('ALTER TABLE segment_template ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
            'segment_template_' || suffix, the_day, the_day + 1);
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION drop_day(the_day date) RETURNS void
    LANGUAGE plpgsql AS $$
DECLARE
    suffix text := to_char(the_day, 'YYYYMMDD');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('quipu.partitions'));
    EXECUTE format('DROP TABLE IF EXISTS %I, %I, %I, %I',
        'segment_' || suffix || '_fresh', 'segment_' || suffix || '_merged', 'request_key_' || suffix,
        'segment_template_' || suffix);
END
$$;

-- For the days that there are.
SELECT ensure_day(to_date(substring(c.relname FROM '[0-9]{8}$'), 'YYYYMMDD'))
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'request_key'::regclass;

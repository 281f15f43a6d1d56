-- What producers of records handed over, by what collectors acknowledged of it: one row for each run of a producer.
CREATE TABLE producer_epoch (
    tenant           text COLLATE "C" NOT NULL,
    signal           smallint    NOT NULL,
    producer         text COLLATE "C" NOT NULL,
    epoch            text COLLATE "C" NOT NULL,
    seen             int8multirange NOT NULL, -- sequences of its batches
    records          bigint      NOT NULL,    -- in those batches
    last_sequence    bigint      NOT NULL,
    last_count       bigint      NOT NULL,    -- records handed over up to then, as the producer says
    -- Two marks: how far it was a grace time ago and longer, and how far when that was written down last.
    passed_sequence  bigint      NOT NULL DEFAULT -1,
    passed_count     bigint      NOT NULL DEFAULT 0,
    passed_records   bigint      NOT NULL DEFAULT 0, -- seen of those up to the mark
    passing_sequence bigint      NOT NULL,
    passing_count    bigint      NOT NULL,
    passing_records  bigint      NOT NULL,
    passing_since    timestamptz NOT NULL DEFAULT now(),
    started_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, signal, producer, epoch)
);

-- Bounded: of more than a thousand runs of sequences the older half becomes one, and what is missing there stays so.
CREATE FUNCTION with_sequence(seen int8multirange, sequence bigint) RETURNS int8multirange
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    WITH added AS (SELECT seen + int8multirange(int8range(sequence, sequence + 1)) AS sequences),
        runs AS (
            SELECT upper(run) AS until, row_number() OVER (ORDER BY run DESC) AS number
            FROM added, unnest(sequences) AS run)
    SELECT CASE WHEN (SELECT count(*) FROM runs) <= 1000 THEN sequences
        ELSE sequences + int8multirange(int8range(lower(sequences), (SELECT until FROM runs WHERE number = 500))) END
    FROM added
$$;

-- Records of an epoch that were passed by for the grace time, or after which nothing came for as long.
CREATE FUNCTION lost_records(p producer_epoch, grace interval) RETURNS bigint
    LANGUAGE sql STABLE
    RETURN greatest(0, CASE WHEN (p).updated_at < now() - grace THEN (p).last_count - (p).records
        WHEN (p).passing_since < now() - grace THEN (p).passing_count - (p).passing_records
        ELSE (p).passed_count - (p).passed_records END);

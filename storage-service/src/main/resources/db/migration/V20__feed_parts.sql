-- Replicas of a consumer share its work in parts. Each part reads the whole feed, for what is its own, and has a place of
-- its own; the consumer's is the least of them.
CREATE TABLE feed_part (
    consumer   text COLLATE "C" NOT NULL,
    part       text COLLATE "C" NOT NULL,
    position   bigint      NOT NULL, -- as of feed_consumer
    epoch      bigint      NOT NULL,
    watermark  timestamptz,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, part)
);

-- Replicas that asked for parts lately, and into how many slices each would cut the work on traces.
CREATE TABLE feed_replica (
    consumer   text COLLATE "C" NOT NULL,
    owner      text COLLATE "C" NOT NULL,
    slices     integer     NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (consumer, owner)
);

-- Which replica works on a part until when, by the clock of this database. It only spares work that would be done twice:
-- a commit is held to the part's place.
CREATE TABLE feed_lease (
    consumer   text COLLATE "C" NOT NULL,
    part       text COLLATE "C" NOT NULL,
    owner      text COLLATE "C" NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (consumer, part)
);

-- Which part could not digest them; empty: the whole consumer.
ALTER TABLE feed_failure ADD COLUMN part text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE feed_failure ALTER COLUMN part DROP DEFAULT;
ALTER TABLE feed_failure DROP CONSTRAINT feed_failure_pkey;
ALTER TABLE feed_failure ADD PRIMARY KEY (consumer, segment_id, part, component_id, reason);

-- A segment's records failed once, however many parts failed at it: the one that failed at most of them counts.
CREATE VIEW counted_failure AS
SELECT f.* FROM feed_failure f
WHERE f.part = (
    SELECT o.part FROM feed_failure o
    WHERE o.consumer = f.consumer AND o.segment_id = f.segment_id
    GROUP BY o.part
    ORDER BY coalesce(sum(o.records) FILTER (WHERE NOT o.is_retried), 0) DESC, o.part
    LIMIT 1);

-- The part that takes care of what a part reported which may be no more; null without parts.
CREATE FUNCTION present_part(the_consumer text, reported_by text) RETURNS text
    LANGUAGE sql STABLE
    RETURN coalesce(
        (SELECT p.part FROM feed_part p WHERE p.consumer = the_consumer AND p.part = reported_by),
        (SELECT p.part FROM feed_part p WHERE p.consumer = the_consumer AND p.part LIKE 'traces-0-of-%'));

-- Whether a part has not digested what another reported: its own, and what parts reported that are no more.
CREATE FUNCTION concerns_part(the_consumer text, reported_by text, the_part text) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN the_part IS NULL OR reported_by = the_part
        OR NOT EXISTS (SELECT FROM feed_part p WHERE p.consumer = the_consumer AND p.part = reported_by);

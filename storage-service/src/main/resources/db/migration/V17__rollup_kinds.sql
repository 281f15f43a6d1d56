-- Calls beside spans: what a row counts, by the code in its first byte.
ALTER TABLE rollup ADD COLUMN kind smallint NOT NULL DEFAULT 1;
ALTER TABLE rollup ALTER COLUMN kind DROP DEFAULT;

DROP INDEX rollup_period;
CREATE UNIQUE INDEX rollup_period ON rollup (tenant, kind, resolution, from_time) WHERE resolution > 0;
DROP INDEX rollup_time;
CREATE INDEX rollup_time ON rollup (tenant, kind, resolution, to_time);

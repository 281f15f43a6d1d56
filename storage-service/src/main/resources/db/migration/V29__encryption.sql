-- Keys of tenants under which payloads of segments are sealed, themselves wrapped by the master key. A key that was
-- destroyed has no row.
CREATE TABLE tenant_key (
    tenant     text COLLATE "C" NOT NULL,
    generation integer     NOT NULL CHECK (generation > 0),
    wrapped    bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    retired_at timestamptz, -- null: new segments are sealed under it
    PRIMARY KEY (tenant, generation)
);

CREATE UNIQUE INDEX tenant_key_in_use ON tenant_key (tenant) WHERE retired_at IS NULL;

-- When all keys of a tenant were destroyed last. No later key has the generation of one of them.
CREATE TABLE tenant_key_destruction (
    tenant          text COLLATE "C" PRIMARY KEY,
    last_generation integer     NOT NULL,
    destroyed_at    timestamptz NOT NULL
);

-- Who stores a segment holds its key, so that none is destroyed under a segment that is just being stored.
ALTER TABLE segment ADD COLUMN key_generation integer; -- null: the payload is as it was made
ALTER TABLE segment ADD CONSTRAINT segment_key FOREIGN KEY (tenant, key_generation) REFERENCES tenant_key (tenant, generation);

CALL hold_to_tenant();

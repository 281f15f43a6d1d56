-- By what programs are known. Of the secret only a hash is here. A revoked key stays, so that it is known whose acts were
-- done by it.
CREATE TABLE api_key (
    id         text COLLATE "C" PRIMARY KEY, -- 16 hex digits, part of the key
    number     bigint GENERATED ALWAYS AS IDENTITY UNIQUE, -- order of making
    tenant     text COLLATE "C" NOT NULL,
    role       text COLLATE "C" NOT NULL CHECK (role IN ('writer', 'reader', 'analyst', 'admin')),
    name       text        NOT NULL,
    salt       bytea       NOT NULL,
    hash       bytea       NOT NULL, -- SHA-256 of salt and secret
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text        NOT NULL,
    expires_at timestamptz, -- null: never
    revoked_at timestamptz  -- null: it is not
);

CREATE INDEX api_key_by_tenant ON api_key (tenant, number);
CREATE INDEX api_key_open ON api_key (number) WHERE revoked_at IS NULL;

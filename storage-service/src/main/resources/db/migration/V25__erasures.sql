-- What people had erased. Kept with its target: what comes later, from a spool or a backup, is erased as well.
CREATE TABLE erasure (
    id             uuid PRIMARY KEY,
    number         bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    tenant         text COLLATE "C" NOT NULL,
    target         jsonb       NOT NULL, -- as it was asked for
    reason         text        NOT NULL,
    state          text COLLATE "C" NOT NULL CHECK (state IN ('pending', 'running', 'done', 'failed')),
    requested_at   timestamptz NOT NULL,
    requested_by   text        NOT NULL,
    started_at     timestamptz,
    ended_at       timestamptz,
    scanned_xid    bigint      NOT NULL DEFAULT 0, -- segments of earlier transactions hold nothing of it
    segments       integer     NOT NULL DEFAULT 0, -- to be looked at, as far as is known
    segments_done  integer     NOT NULL DEFAULT 0,
    records_erased bigint      NOT NULL DEFAULT 0,
    dirty_since    timestamptz,          -- something came later: what was made of it is yet to be cleaned
    attempts       integer     NOT NULL DEFAULT 0, -- that failed one after the other
    next_attempt   timestamptz NOT NULL DEFAULT now(),
    detail         text,                 -- what keeps it from being done
    statement      text,                 -- of the certificate, as it is signed
    signature      bytea,
    public_key     bytea
);

CREATE INDEX erasure_by_tenant ON erasure (tenant, number);

-- What was taken from segments, and what these were before.
CREATE TABLE erasure_count (
    erasure_id      uuid     NOT NULL REFERENCES erasure (id) ON DELETE CASCADE,
    signal          smallint NOT NULL,
    segments        bigint   NOT NULL,
    records_before  bigint   NOT NULL,
    records_erased  bigint   NOT NULL,
    set_hash_before bigint   NOT NULL,
    set_hash_erased bigint   NOT NULL,
    PRIMARY KEY (erasure_id, signal)
);

-- Whose records were erased.
CREATE TABLE erasure_component (
    erasure_id   uuid     NOT NULL REFERENCES erasure (id) ON DELETE CASCADE,
    signal       smallint NOT NULL,
    component_id integer  NOT NULL,
    PRIMARY KEY (erasure_id, signal, component_id)
);

-- Which tables' files still hold what was taken from them.
CREATE TABLE erasure_touched (
    erasure_id uuid NOT NULL REFERENCES erasure (id) ON DELETE CASCADE,
    name       text COLLATE "C" NOT NULL,
    PRIMARY KEY (erasure_id, name)
);

-- Which replica erases until when, by the clock of this database. It only spares work that would be done twice.
CREATE TABLE erasure_lease (
    one        boolean PRIMARY KEY DEFAULT true CHECK (one),
    owner      uuid        NOT NULL,
    expires_at timestamptz NOT NULL
);

INSERT INTO erasure_lease (owner, expires_at) VALUES ('00000000-0000-0000-0000-000000000000', '-infinity');

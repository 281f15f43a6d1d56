-- One line per key. component_id 0: not known whose. Updated often: room is left on the page.
CREATE TABLE ledger (
    tenant       text COLLATE "C" NOT NULL,
    signal       smallint NOT NULL,
    minute       integer  NOT NULL, -- of collection, Unix minutes
    component_id integer  NOT NULL,
    bucket       integer  NOT NULL,
    outcome      smallint NOT NULL,
    reason       text COLLATE "C" NOT NULL,
    records      bigint   NOT NULL,
    set_hash     bigint   NOT NULL,
    PRIMARY KEY (tenant, signal, minute, component_id, bucket, outcome, reason)
) WITH (fillfactor = 70);

-- Reports of outcomes that come with no segment, so that a retried report counts once.
CREATE TABLE ledger_report (
    tenant    text COLLATE "C" NOT NULL,
    id        uuid NOT NULL,
    stored_on date NOT NULL DEFAULT current_date,
    PRIMARY KEY (tenant, id)
);

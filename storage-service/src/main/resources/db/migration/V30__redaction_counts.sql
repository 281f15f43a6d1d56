-- How often rules of redaction changed something in what was offered. Part of no identity of the ledger.
CREATE TABLE redaction_count (
    tenant  text COLLATE "C" NOT NULL,
    signal  smallint NOT NULL,
    minute  integer  NOT NULL, -- of collection, Unix minutes
    rule    text COLLATE "C" NOT NULL,
    action  text COLLATE "C" NOT NULL CHECK (action IN ('drop', 'mask', 'hash', 'truncate')),
    changes bigint   NOT NULL,
    PRIMARY KEY (tenant, signal, minute, rule, action)
) WITH (fillfactor = 70);

CALL hold_to_tenant();

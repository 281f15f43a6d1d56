-- Collected segments that were acknowledged and could not be stored. A row whose segment left stays for a while, so that
-- the segment is known when it is sent again.
CREATE TABLE quarantine (
    tenant           text COLLATE "C" NOT NULL,
    id               uuid        NOT NULL, -- of the segment
    signal           smallint    NOT NULL,
    collected_minute integer     NOT NULL, -- Unix minutes
    records          integer     NOT NULL,
    framed_bytes     integer     NOT NULL,
    reason           text COLLATE "C" NOT NULL,
    since            timestamptz NOT NULL DEFAULT now(),
    attempts         integer     NOT NULL DEFAULT 0,
    last_error       text,
    left_at          timestamptz,          -- null: it is here
    parcel           bytea,                -- null once it has left
    PRIMARY KEY (tenant, id)
);

ALTER TABLE quarantine ALTER COLUMN parcel SET STORAGE EXTERNAL;

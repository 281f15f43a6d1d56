-- Which values each attribute of a component has had, and from when to when it was shown with them.
CREATE TABLE component_attribute (
    component_id integer     NOT NULL REFERENCES component (id) ON DELETE CASCADE,
    digest       uuid        NOT NULL, -- of key and value, which may be too long for an index
    key          text COLLATE "C" NOT NULL,
    value        jsonb       NOT NULL,
    first_seen   timestamptz NOT NULL,
    last_seen    timestamptz NOT NULL,
    PRIMARY KEY (component_id, digest)
);

CREATE INDEX component_by_attribute ON component USING gin (attributes jsonb_path_ops);

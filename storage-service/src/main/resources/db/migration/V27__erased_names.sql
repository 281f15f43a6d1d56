-- Names of spans that erased records had and what is left of their segments has not: only these may be of no record any
-- more. Here until they were looked for elsewhere.
CREATE TABLE erasure_name (
    erasure_id uuid    NOT NULL REFERENCES erasure (id) ON DELETE CASCADE,
    service    text COLLATE "C" NOT NULL,
    kind       integer NOT NULL,
    name       text COLLATE "C" NOT NULL
);

-- The same of templates of log records.
CREATE TABLE erasure_template (
    erasure_id  uuid    NOT NULL REFERENCES erasure (id) ON DELETE CASCADE,
    template_id integer NOT NULL
);

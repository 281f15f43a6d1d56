-- What analysis found to have gone wrong together.
CREATE TABLE incident (
    tenant     text COLLATE "C" NOT NULL,
    id         uuid        NOT NULL,
    state      text COLLATE "C" NOT NULL CHECK (state IN ('open', 'closed')),
    started_at timestamptz NOT NULL,
    ended_at   timestamptz,          -- null: it goes on
    updated_at timestamptz NOT NULL DEFAULT now(),
    version    integer     NOT NULL, -- 1 when it is new
    components text[]      NOT NULL, -- names of those it touches
    document   jsonb       NOT NULL, -- analysis knows what it says
    PRIMARY KEY (tenant, id)
);

CREATE INDEX incident_start ON incident (tenant, started_at, id);

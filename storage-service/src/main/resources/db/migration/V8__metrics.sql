CREATE TABLE metric (
    tenant      text COLLATE "C" NOT NULL,
    service     text COLLATE "C" NOT NULL,
    name        text COLLATE "C" NOT NULL,
    kind        integer NOT NULL, -- 0 gauge, 1 sum, 2 histogram, 3 exponential histogram, 4 summary
    unit        text COLLATE "C" NOT NULL,
    temporality integer NOT NULL, -- as OTLP numbers it
    monotonic   boolean NOT NULL,
    description text    NOT NULL,
    last_seen   date    NOT NULL,
    PRIMARY KEY (tenant, service, name, kind, unit, temporality, monotonic)
);

CREATE INDEX metric_by_name ON metric (tenant, name);

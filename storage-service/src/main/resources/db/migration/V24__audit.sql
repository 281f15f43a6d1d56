-- Who did what, one chain for all tenants: the hash of each entry covers the entry before it. common-access checks it.
CREATE TABLE audit (
    sequence bigint PRIMARY KEY,
    at       timestamptz NOT NULL,
    tenant   text COLLATE "C" NOT NULL,
    actor    text COLLATE "C" NOT NULL,
    role     text COLLATE "C" NOT NULL,
    action   text COLLATE "C" NOT NULL,
    subject  text        NOT NULL,
    outcome  text COLLATE "C" NOT NULL CHECK (outcome IN ('done', 'refused')),
    detail   text        NOT NULL,
    hash     bytea       NOT NULL
);

CREATE INDEX audit_by_tenant ON audit (tenant, sequence);

-- Where the chain ends. Whoever appends holds it locked until his transaction ends, so that the order of entries is that
-- of commits.
CREATE TABLE audit_head (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    sequence bigint NOT NULL,
    hash     bytea  NOT NULL
);

INSERT INTO audit_head (sequence, hash) VALUES (0, decode(repeat('00', 32), 'hex'));

-- What the chain was, signed.
CREATE TABLE audit_checkpoint (
    sequence   bigint PRIMARY KEY,
    hash       bytea       NOT NULL,
    at         timestamptz NOT NULL,
    signature  bytea       NOT NULL,
    public_key bytea       NOT NULL
);

-- Entries as their hash covers them: numbers as 8 bytes, times as microseconds since 1970, texts as UTF-8 after their
-- length in 4 bytes; all big-endian.
CREATE FUNCTION audit_text(value text) RETURNS bytea
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN int4send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8');

CREATE FUNCTION audit_append(the_tenant text, the_actor text, the_role text, the_action text, the_subject text,
    the_outcome text, the_detail text) RETURNS bigint
    LANGUAGE plpgsql AS $$
DECLARE
    head  audit_head;
    now_at timestamptz;
    next_hash bytea;
BEGIN
    SELECT * INTO STRICT head FROM audit_head FOR UPDATE;
    now_at := clock_timestamp();
    next_hash := sha256(head.hash || int8send(head.sequence + 1)
        || int8send((extract(epoch FROM now_at) * 1000000)::bigint)
        || audit_text(the_tenant) || audit_text(the_actor) || audit_text(the_role) || audit_text(the_action)
        || audit_text(the_subject) || audit_text(the_outcome) || audit_text(the_detail));
    INSERT INTO audit (sequence, at, tenant, actor, role, action, subject, outcome, detail, hash)
    VALUES (head.sequence + 1, now_at, the_tenant, the_actor, the_role, the_action, the_subject, the_outcome, the_detail,
        next_hash);
    UPDATE audit_head SET sequence = head.sequence + 1, hash = next_hash;
    RETURN head.sequence + 1;
END
$$;

-- Keeps mistakes away. Whoever owns the tables can take it off; the chain shows what he changes then.
CREATE FUNCTION audit_refuse() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: entries of the audit are only added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_checkpoint_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_stays BEFORE DELETE OR TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

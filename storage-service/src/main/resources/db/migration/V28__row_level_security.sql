-- Under every predicate on the tenant: whoever has taken the role quipu_tenant sees the rows of the tenant that the setting
-- quipu.tenant names, and none when it names none. Work over all tenants is done by the owner of the tables, whom
-- policies do not hold. Partitions are not open to the role: it reads them by their table, whose policy counts.

-- Whose records they are.
ALTER TABLE segment_template ADD COLUMN tenant text COLLATE "C";
UPDATE segment_template t SET tenant = s.tenant FROM segment s
WHERE s.id = t.segment_id AND s.bucket = t.bucket AND s.day = t.day;
DELETE FROM segment_template WHERE tenant IS NULL;
ALTER TABLE segment_template ALTER COLUMN tenant SET NOT NULL;

-- Holds tables to the tenant that have a column for it. To be called by each migration that makes such a table.
CREATE PROCEDURE hold_to_tenant()
    LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE a.attname = 'tenant' AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND NOT c.relispartition
            AND NOT c.relrowsecurity AND c.relnamespace = current_schema()::regnamespace
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY of_tenant ON %I USING (tenant = current_setting(''quipu.tenant'', true))', name);
    END LOOP;
END
$$;

CALL hold_to_tenant();

ALTER TABLE component_attribute ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_tenant ON component_attribute USING (EXISTS (SELECT FROM component c WHERE c.id = component_id));

-- With the rights of whoever asks.
ALTER VIEW counted_failure SET (security_invoker = true);

-- With the rights of the owner: entries are added by nothing else.
ALTER FUNCTION audit_append(text, text, text, text, text, text, text) SECURITY DEFINER;
REVOKE EXECUTE ON FUNCTION audit_append(text, text, text, text, text, text, text) FROM PUBLIC;

DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION audit_append(text, text, text, text, text, text, text) SET search_path = %I, pg_temp',
        current_schema());
END
$$;

-- Gives the role what tenants' doors read, and write. Only what it has not got yet: it is called by every start, as the
-- role may be made after the tables.
CREATE PROCEDURE open_to_tenant()
    LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('quipu.roles'));
    FOR name IN
        SELECT c.relname FROM pg_class c
        WHERE c.relnamespace = current_schema()::regnamespace AND NOT c.relispartition
            AND (c.relrowsecurity OR c.relname IN ('feed_consumer', 'feed_part', 'counted_failure'))
            AND NOT has_table_privilege('quipu_tenant', c.oid, 'SELECT')
    LOOP
        EXECUTE format('GRANT SELECT ON %I TO quipu_tenant', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['alert', 'alert_history', 'alert_notice', 'alert_rule', 'api_key', 'component', 'erasure',
        'quota', 'redaction_rule', 'retention_rule', 'scrape_target', 'silence', 'webhook']
    LOOP
        IF NOT has_table_privilege('quipu_tenant', name, 'DELETE') THEN
            EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %I TO quipu_tenant', name);
        END IF;
    END LOOP;
    IF NOT has_schema_privilege('quipu_tenant', current_schema(), 'USAGE') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO quipu_tenant', current_schema());
    END IF;
    IF NOT has_function_privilege('quipu_tenant', 'audit_append(text, text, text, text, text, text, text)', 'EXECUTE') THEN
        GRANT EXECUTE ON FUNCTION audit_append(text, text, text, text, text, text, text) TO quipu_tenant;
    END IF;
END
$$;

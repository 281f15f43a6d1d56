-- Spreads the tables over a Citus cluster. Run by every start, on the coordinator, in one transaction: what is done
-- already is left as it is, what a later migration made is added. What is in none of the lists stays on the coordinator.

SELECT pg_advisory_xact_lock(hashtext('quipu.citus'));
SET LOCAL citus.multi_shard_modify_mode = 'sequential';
SET LOCAL client_min_messages = warning;

-- Never has a row. To delete from it makes the transaction one of two phases.
CREATE TABLE IF NOT EXISTS two_phases (id integer PRIMARY KEY);

-- Citus does not look at what a transaction writes to tables that are not its own, and lets the only worker that takes
-- part commit first: after a crash of the coordinator in between, half of it would be there.
CREATE OR REPLACE FUNCTION commit_in_two_phases() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    DELETE FROM two_phases WHERE id = 0;
    RETURN NULL;
END
$$;

DO $$
DECLARE
    name text;
BEGIN
    EXECUTE format('ALTER FUNCTION commit_in_two_phases() SET search_path = %I, pg_temp', current_schema());

    IF NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'two_phases'::regclass) THEN
        PERFORM citus_add_local_table_to_metadata('two_phases');
    END IF;

    -- What workers look up for the row of a segment.
    FOREACH name IN ARRAY ARRAY['tenant_key', 'keeping_rule', 'legal_hold', 'feed_part', 'feed_failure'] LOOP
        IF NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = name::regclass AND partmethod = 'n' AND repmodel = 't')
        THEN
            PERFORM create_reference_table(name);
        END IF;
    END LOOP;

    -- Segments and what is written with them: one shard, so that to store takes one worker.
    IF NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'segment'::regclass AND partmethod = 'h') THEN
        PERFORM create_distributed_table('segment', 'bucket', colocate_with => 'none');
    END IF;
    FOREACH name IN ARRAY ARRAY['request_key', 'segment_template', 'tombstone', 'ledger'] LOOP
        IF NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = name::regclass AND partmethod = 'h') THEN
            PERFORM create_distributed_table(name, 'bucket', colocate_with => 'segment');
        END IF;
    END LOOP;
    IF NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'rollup'::regclass AND partmethod = 'h') THEN
        PERFORM create_distributed_table('rollup', 'tenant', colocate_with => 'none');
    END IF;

    FOR name IN
        SELECT c.relname FROM pg_class c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND NOT c.relispartition
            AND c.relname <> 'flyway_schema_history'
            AND NOT EXISTS (SELECT FROM pg_dist_partition d WHERE d.logicalrelid = c.oid)
            AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'commit_in_two_phases')
    LOOP
        EXECUTE format('CREATE TRIGGER commit_in_two_phases AFTER INSERT OR UPDATE OR DELETE ON %I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION commit_in_two_phases()', name);
    END LOOP;
END
$$;

-- A transaction is settled when its workers have committed, too. Until they have, it holds the lock of its id, or, when
-- a worker could not be reached, its row is here and the worker has it prepared; one that does not answer may have it.
-- To be asked by a statement of its own or in a subquery, which the coordinator answers before workers are asked.
CREATE OR REPLACE FUNCTION settled_below_xid() RETURNS bigint
    LANGUAGE plpgsql STABLE AS $$
DECLARE
    ended bigint := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
    held  bigint;
BEGIN
    SELECT max((ended - l.transactionid::text::bigint) & 4294967295) INTO held FROM pg_locks l
    WHERE l.locktype = 'transactionid' AND l.granted AND l.mode = 'ExclusiveLock'
        AND ((ended - l.transactionid::text::bigint) & 4294967295) < 2147483648;
    held := greatest(held, 0);
    IF EXISTS (SELECT FROM pg_dist_transaction) THEN
        WITH worker AS MATERIALIZED (
            SELECT n.groupid, w.success, w.result
            FROM pg_dist_node n LEFT JOIN run_command_on_workers(
                    $c$SELECT coalesce(string_agg(gid, ' '), '') FROM pg_prepared_xacts WHERE database = current_database()$c$) w
                ON w.nodename = n.nodename AND w.nodeport = n.nodeport
            WHERE n.groupid <> 0 AND n.noderole = 'primary'),
        doubtful AS (
            SELECT t.xmin AS xid FROM worker w, unnest(string_to_array(w.result, ' ')) AS g(gid), pg_dist_transaction t
            WHERE w.success AND t.groupid = w.groupid AND t.gid = g.gid
            UNION ALL
            SELECT t.xmin FROM worker w, pg_dist_transaction t WHERE w.success IS NOT TRUE AND t.groupid = w.groupid)
        SELECT greatest(held, max((ended - d.xid::text::bigint) & 4294967295)) INTO held FROM doubtful d
        WHERE ((ended - d.xid::text::bigint) & 4294967295) < 2147483648;
    END IF;
    RETURN ended - coalesce(held, 0);
END
$$;

-- Takes the role for the present transaction; of that tenant. Workers are told of commands, not of set_config.
CREATE OR REPLACE FUNCTION take_tenant(the_tenant text) RETURNS text
    LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('SET LOCAL quipu.tenant = %L', the_tenant);
    SET LOCAL ROLE quipu_tenant;
    RETURN the_tenant;
END
$$;

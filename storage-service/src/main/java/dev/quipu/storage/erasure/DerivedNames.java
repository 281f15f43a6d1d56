package dev.quipu.storage.erasure;

import dev.quipu.model.Signal;
import dev.quipu.model.erasure.ErasureTarget;
import dev.quipu.model.erasure.ErasureTarget.OfAttribute;
import dev.quipu.storage.catalog.MetricNames;
import dev.quipu.storage.catalog.SpanNames;
import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Takes out of catalogs what only erased records said: names of spans, templates of log records, attributes of
 * components. Metrics of a component are listed again when it sends points again.
 */
@ApplicationScoped
class DerivedNames {

    private static final String DELETE_METRICS = "DELETE FROM metric WHERE tenant = $1 AND service = ANY ($2)";

    /** Those of erased records that no record has any more. */
    private static final String DELETE_TEMPLATES = """
            WITH used AS (
                SELECT DISTINCT unnest(t.templates) AS id
                FROM segment_template t JOIN segment s ON s.id = t.segment_id AND s.day = t.day AND s.bucket = t.bucket
                WHERE s.tenant = $1),
            named AS (
                SELECT u.id FROM used u
                UNION SELECT l.merged_into FROM log_template l JOIN used u ON u.id = l.id WHERE l.tenant = $1)
            DELETE FROM log_template l
            WHERE l.tenant = $1 AND l.id IN (SELECT template_id FROM erasure_template WHERE erasure_id = $2)
                AND NOT EXISTS (SELECT FROM named n WHERE n.id = l.id)""";

    /** An example may be an erased record. */
    private static final String FORGET_EXAMPLES =
            "UPDATE log_template SET sample = text WHERE tenant = $1 AND component = ANY ($2) AND sample <> text";

    private static final String DELETE_PAIR = """
            DELETE FROM component_attribute a USING component c
            WHERE c.id = a.component_id AND c.tenant = $1 AND a.key = $2 AND a.value #>> '{}' = $3""";

    private static final String CLEAR_PAIR = """
            UPDATE component
            SET attributes = CASE WHEN attributes ->> $2 = $3 THEN attributes - $2 ELSE attributes END,
                labels = CASE WHEN labels ->> $2 = $3 THEN labels - $2 ELSE labels END
            WHERE tenant = $1 AND (attributes ->> $2 = $3 OR labels ->> $2 = $3)""";

    /** Components that have no record left. */
    private static final String EMPTIED = """
            SELECT c.id FROM component c
            WHERE c.tenant = $1 AND c.id = ANY ($2) AND c.id <> ALL (ARRAY(
                SELECT DISTINCT unnest(s.component_ids) FROM segment s
                WHERE s.tenant = $1 AND s.component_ids && $2::int[]))""";

    private static final String DELETE_ATTRIBUTES =
            "DELETE FROM component_attribute WHERE component_id IN (" + EMPTIED + ")";

    /** The ledger goes on counting for it, under its number. */
    private static final String CLEAR_ATTRIBUTES = """
            UPDATE component
            SET attributes = '{}',
                namespace = CASE WHEN position($3 IN namespace) > 0 THEN 'erased' ELSE namespace END,
                name = CASE WHEN position($3 IN name) > 0 THEN 'erased-' || id ELSE name END,
                instance_id = CASE WHEN position($3 IN instance_id) > 0 THEN 'erased-' || id ELSE instance_id END
            WHERE id IN (""" + EMPTIED + ")";

    private final Pool pool;
    private final Transactions transactions;
    private final SpanNameErasure spanNames;
    private final RollupErasure rollups;
    private final SpanNames knownSpanNames;
    private final MetricNames knownMetrics;

    DerivedNames(
            Pool pool,
            Transactions transactions,
            SpanNameErasure spanNames,
            RollupErasure rollups,
            SpanNames knownSpanNames,
            MetricNames knownMetrics) {
        this.pool = pool;
        this.transactions = transactions;
        this.spanNames = spanNames;
        this.rollups = rollups;
        this.knownSpanNames = knownSpanNames;
        this.knownMetrics = knownMetrics;
    }

    Uni<Void> erase(Erasure erasure) {
        return AffectedComponents.of(pool, erasure)
                .call(affected -> spanNames
                        .erase(erasure, affected.services(Signal.TRACES))
                        .chain(gone -> rollups.erase(erasure.tenant(), gone, ErasedText.of(erasure))))
                .chain(affected -> transactions.write(connection -> erase(connection, erasure, affected)))
                .invoke(this::forget);
    }

    /** What is written again from then on is what comes from then on. */
    void forget() {
        knownSpanNames.forget();
        knownMetrics.forget();
    }

    private static Uni<Void> erase(SqlConnection connection, Erasure erasure, AffectedComponents affected) {
        String tenant = erasure.tenant();
        Tuple logs = Tuple.of(tenant, affected.services(Signal.LOGS));
        String said = ErasedText.of(erasure).map(ErasedText::text).orElse("\u0001");
        return connection
                .preparedQuery(DELETE_METRICS)
                .execute(Tuple.of(tenant, affected.services(Signal.METRICS)))
                .chain(() -> connection.preparedQuery(DELETE_TEMPLATES).execute(Tuple.of(tenant, erasure.id())))
                .chain(() -> connection.preparedQuery(FORGET_EXAMPLES).execute(logs))
                .chain(() -> erasePair(connection, erasure))
                .chain(() -> connection.preparedQuery(DELETE_ATTRIBUTES).execute(Tuple.of(tenant, affected.ids())))
                .chain(() -> connection.preparedQuery(CLEAR_ATTRIBUTES).execute(Tuple.of(tenant, affected.ids(), said)))
                .replaceWithVoid();
    }

    private static Uni<Void> erasePair(SqlConnection connection, Erasure erasure) {
        if (erasure.target().kind() != ErasureTarget.Kind.ATTRIBUTE) {
            return Uni.createFrom().voidItem();
        }
        OfAttribute pair = (OfAttribute) erasure.target();
        Tuple values = Tuple.of(erasure.tenant(), pair.key(), pair.value());
        return connection
                .preparedQuery(DELETE_PAIR)
                .execute(values)
                .chain(() -> connection.preparedQuery(CLEAR_PAIR).execute(values))
                .replaceWithVoid();
    }
}

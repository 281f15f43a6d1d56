package dev.quipu.storage.catalog;

import dev.quipu.model.Component;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Components with their states, and counts of them. */
@ApplicationScoped
public class ComponentList {

    /** Of a component several pages may be fetched: one that is up is enough. */
    private static final String WITH_STATE = """
            WITH listed AS (
                SELECT c.id, c.namespace, c.name, c.instance_id, c.first_seen, c.last_seen, c.attributes, c.labels,
                    CASE WHEN fetched.up THEN 'UP' WHEN NOT fetched.up THEN 'DOWN'
                        WHEN c.last_seen >= now() - make_interval(secs => $2) THEN 'ACTIVE' ELSE 'SILENT' END AS state
                FROM component c
                LEFT JOIN LATERAL (
                    SELECT bool_or(s.up) AS up FROM scrape_state s
                    WHERE s.tenant = c.tenant AND s.job = c.name AND s.instance = c.instance_id
                        AND s.scraped_at >= now() - make_interval(secs => $2)) fetched ON true
                WHERE c.tenant = $1 AND ($3::text IS NULL OR c.name = $3) AND ($4::text IS NULL OR c.namespace = $4)
                    AND c.attributes @> ANY ($6::jsonb[]) AND c.labels @> $7::jsonb),
            chosen AS (SELECT * FROM listed WHERE $5::text IS NULL OR state = $5)
            """;

    private static final String PAGE = WITH_STATE
            + "SELECT *, %s AS attribute_count FROM chosen WHERE id > $8 ORDER BY id LIMIT $9"
                    .formatted(count("attributes"));

    private static final String ONE =
            WITH_STATE + "SELECT *, %s AS attribute_count FROM chosen WHERE id = $8".formatted(count("attributes"));

    private static final String BY_FIELD = WITH_STATE + """
            SELECT %s AS value, count(*) AS components, coalesce(sum(%s), 0)::bigint AS attributes
            FROM chosen WHERE %s IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $8""";

    private static final String BY_KEY = WITH_STATE + """
            SELECT k.key AS value, count(*) AS components, count(DISTINCT chosen.attributes -> k.key)::bigint AS attributes
            FROM chosen CROSS JOIN LATERAL jsonb_object_keys(chosen.attributes) AS k(key)
            GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $8""";

    private static final String BY_ATTRIBUTE = WITH_STATE + """
            SELECT chosen.attributes ->> $9 AS value, count(*) AS components,
                coalesce(sum(%s), 0)::bigint AS attributes
            FROM chosen WHERE chosen.attributes ? $9 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $8""".formatted(count("attributes"));

    private final Transactions transactions;
    private final double silentSeconds;

    ComponentList(Transactions transactions, StorageConfig config) {
        this.transactions = transactions;
        this.silentSeconds = config.storage().catalog().silentAfter().toMillis() / 1000.0;
    }

    /** A component as it is listed. */
    public record Listed(
            int id,
            String namespace,
            String name,
            String instanceId,
            Instant firstSeen,
            Instant lastSeen,
            ComponentState state,
            int attributeCount,
            Map<String, Object> attributes,
            Map<String, String> labels) {
        public Component component() {
            return new Component(namespace, name, instanceId);
        }
    }

    /**
     * Components that have something in common.
     *
     * @param value what they have in common
     * @param attributes how many attributes they have together; counted by key: how many values the key has
     */
    public record Group(String value, long components, long attributes) {}

    /** By id, those above {@code after}. */
    public Uni<List<Listed>> page(String tenant, ComponentFilter filter, int after, int limit) {
        return transactions
                .ask(tenant, PAGE, parameters(tenant, filter).addInteger(after).addInteger(limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(ComponentList::listed)
                        .toList());
    }

    /** One component, or none. */
    public Uni<List<Listed>> one(String tenant, int id) {
        ComponentFilter any =
                new ComponentFilter(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Map.of());
        return transactions
                .ask(tenant, ONE, parameters(tenant, any).addInteger(id))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(ComponentList::listed)
                        .toList());
    }

    /**
     * How many components there are of each kind, the largest first.
     *
     * @param by {@code service}, {@code namespace}, {@code state}; {@code key}: which attributes they have; or an
     *     attribute's key, whose values are told apart
     */
    public Uni<List<Group>> counts(String tenant, ComponentFilter filter, String by, int limit) {
        Tuple parameters = parameters(tenant, filter).addInteger(limit);
        String sql = switch (by) {
            case "service" -> byField("name");
            case "namespace" -> byField("namespace");
            case "state" -> byField("state");
            case "key" -> BY_KEY;
            default -> BY_ATTRIBUTE;
        };
        return transactions
                .ask(tenant, sql, sql.equals(BY_ATTRIBUTE) ? parameters.addString(by) : parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row ->
                                new Group(row.getString("value"), row.getLong("components"), row.getLong("attributes")))
                        .toList());
    }

    private static String byField(String column) {
        return BY_FIELD.formatted(column, count("attributes"), column);
    }

    private static String count(String json) {
        return "(SELECT count(*) FROM jsonb_object_keys(" + json + "))::int";
    }

    private Tuple parameters(String tenant, ComponentFilter filter) {
        return filter.addTo(Tuple.of(tenant, silentSeconds));
    }

    private static Listed listed(Row row) {
        Map<String, String> labels = new HashMap<>();
        ((JsonObject) row.getValue("labels"))
                .forEach(label -> labels.put(label.getKey(), String.valueOf(label.getValue())));
        return new Listed(
                row.getInteger("id"),
                row.getString("namespace"),
                row.getString("name"),
                row.getString("instance_id"),
                row.getOffsetDateTime("first_seen").toInstant(),
                row.getOffsetDateTime("last_seen").toInstant(),
                ComponentState.valueOf(row.getString("state")),
                row.getInteger("attribute_count"),
                ((JsonObject) row.getValue("attributes")).getMap(),
                labels);
    }
}

package dev.quipu.storage.catalog;

import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.catalog.ComponentIds.ComponentKey;
import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The values that the attributes of components have had. A component is shown by many resources: those of its
 * processes, of its signals, of a page that is fetched. So a value is kept with the time from when to when it was shown,
 * and its attributes are, of each key, the value shown last; a key that is not shown any more is left out after a while.
 */
@ApplicationScoped
public class AttributeHistory {

    /** How exact the end of a value's time is: it is not written more often. */
    private static final Duration EXACTNESS = Duration.ofMinutes(10);

    /** After how many refreshes that did not show a key it is gone. */
    private static final int MISSED_REFRESHES = 3;

    /** A component may have so many keys with as many values as one key may have. */
    private static final int KEYS_AT_MOST = 20;

    /** Resources of one component looked at in one go: a flood of different ones would only push each other out. */
    private static final int RESOURCES_AT_ONCE = 20;

    private static final String LOCK = """
            SELECT c.id FROM component c
            JOIN unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS s(tenant, namespace, name, instance_id)
                USING (tenant, namespace, name, instance_id)
            ORDER BY c.id FOR NO KEY UPDATE OF c""";

    private static final String ADD = """
            INSERT INTO component_attribute (component_id, digest, key, value, first_seen, last_seen)
            SELECT c.id, md5(a.key || ' ' || a.value::text)::uuid, a.key, a.value, s.seen, s.seen
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::timestamptz[])
                AS s(tenant, namespace, name, instance_id, attributes, seen)
            JOIN component c USING (tenant, namespace, name, instance_id)
            CROSS JOIN LATERAL jsonb_each(s.attributes) AS a(key, value)
            ORDER BY c.id, 2
            ON CONFLICT (component_id, digest) DO UPDATE
            SET first_seen = least(component_attribute.first_seen, excluded.first_seen), last_seen = excluded.last_seen
            WHERE component_attribute.last_seen < excluded.last_seen
                AND (component_attribute.last_seen < excluded.last_seen - make_interval(secs => $7)
                    OR EXISTS (SELECT FROM component_attribute other
                        WHERE other.component_id = excluded.component_id AND other.key = excluded.key
                            AND other.last_seen > component_attribute.last_seen))""";

    /** Keeps of each key, and of all keys together, those values that were shown last. */
    private static final String TRIM = """
            DELETE FROM component_attribute WHERE (component_id, digest) IN (
                SELECT component_id, digest FROM (
                    SELECT a.component_id, a.digest,
                        row_number() OVER (PARTITION BY a.component_id, a.key ORDER BY a.last_seen DESC, a.digest) AS of_key,
                        row_number() OVER (PARTITION BY a.component_id ORDER BY a.last_seen DESC, a.digest) AS of_all
                    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
                        AS s(tenant, namespace, name, instance_id)
                    JOIN component c USING (tenant, namespace, name, instance_id)
                    JOIN component_attribute a ON a.component_id = c.id) placed
                WHERE of_key > $5 OR of_all > $6)""";

    /** What is gone is told by the time of what was shown last, and not by what came now: that may be late. */
    private static final String SHOW = """
            WITH latest AS (
                SELECT DISTINCT ON (a.component_id, a.key) a.component_id, a.key, a.value
                FROM (
                    SELECT v.*, max(v.last_seen) OVER (PARTITION BY v.component_id) AS newest
                    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
                        AS s(tenant, namespace, name, instance_id)
                    JOIN component c USING (tenant, namespace, name, instance_id)
                    JOIN component_attribute v ON v.component_id = c.id) a
                WHERE a.last_seen >= a.newest - make_interval(secs => $5)
                ORDER BY a.component_id, a.key, a.last_seen DESC, a.digest),
            merged AS (
                SELECT component_id, jsonb_object_agg(key, value) AS attributes FROM latest GROUP BY component_id)
            UPDATE component SET attributes = merged.attributes
            FROM merged
            WHERE component.id = merged.component_id AND component.attributes IS DISTINCT FROM merged.attributes""";

    private static final String LIST = """
            SELECT a.key, a.value, a.first_seen, a.last_seen, c.attributes -> a.key IS NOT DISTINCT FROM a.value AS current
            FROM component c JOIN component_attribute a ON a.component_id = c.id
            WHERE c.tenant = $1 AND c.id = $2 AND ($3::text IS NULL OR a.key = $3)
            ORDER BY a.first_seen DESC, a.key, a.digest LIMIT $4""";

    private final Transactions transactions;
    private final double exactness;
    private final double goneAfter;
    private final int maxValues;

    AttributeHistory(Transactions transactions, StorageConfig config) {
        Duration interval = config.storage().catalog().attributesInterval();
        this.transactions = transactions;
        this.maxValues = config.storage().catalog().maxAttributeValues();
        this.exactness = seconds(EXACTNESS);
        this.goneAfter = seconds(EXACTNESS.plus(interval.multipliedBy(MISSED_REFRESHES)));
    }

    /** What a resource of a component showed. */
    record Shown(ComponentKey component, JsonObject attributes, Instant at) {
        private static final Comparator<Shown> BY_TIME = Comparator.comparing(Shown::at);
    }

    /**
     * One value of an attribute.
     *
     * @param value as JSON says it
     * @param lastSeen exact to some minutes
     * @param isCurrent whether it is the one that the component has now
     */
    public record Value(String key, Object value, Instant firstSeen, Instant lastSeen, boolean isCurrent) {}

    /** Adds what was shown; of components that are not known nothing. */
    Uni<Void> add(List<Shown> shown) {
        if (shown.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<List<Shown>> rounds = rounds(shown);
        List<Shown> components = rounds.get(rounds.size() - 1);
        return transactions.write(connection -> {
            Uni<Void> work =
                    connection.preparedQuery(LOCK).execute(names(components)).replaceWithVoid();
            for (List<Shown> round : rounds) {
                Tuple values = names(round)
                        .addValue(round.stream().map(Shown::attributes).toArray(Object[]::new))
                        .addValue(times(round))
                        .addDouble(exactness);
                work = work.chain(() -> connection.preparedQuery(ADD).execute(values))
                        .replaceWithVoid();
            }
            Tuple most = names(components).addInteger(maxValues).addInteger(maxValues * KEYS_AT_MOST);
            Tuple gone = names(components).addDouble(goneAfter);
            return work.chain(() -> connection.preparedQuery(TRIM).execute(most))
                    .chain(() -> connection.preparedQuery(SHOW).execute(gone))
                    .replaceWithVoid();
        });
    }

    /**
     * A statement can write a value once: what showed the same component again goes into a further round, the newest
     * into the last one, which has every component.
     */
    private static List<List<Shown>> rounds(List<Shown> shown) {
        List<List<Shown>> rounds = new ArrayList<>();
        List<Shown> left = shown.stream().sorted(Shown.BY_TIME.reversed()).toList();
        while (!left.isEmpty() && rounds.size() < RESOURCES_AT_ONCE) {
            Map<ComponentKey, Shown> round = new LinkedHashMap<>();
            List<Shown> later = new ArrayList<>();
            for (Shown one : left) {
                if (round.putIfAbsent(one.component(), one) != null) {
                    later.add(one);
                }
            }
            rounds.add(0, List.copyOf(round.values()));
            left = later;
        }
        return rounds;
    }

    /**
     * The values that a component's attributes have had, those first that were new last; empty when it is not known.
     *
     * @param key only of this attribute, when present
     */
    public Uni<List<Value>> of(String tenant, int componentId, Optional<String> key, int limit) {
        return transactions
                .ask(tenant, LIST, Tuple.of(tenant, componentId, key.orElse(null), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Value(
                                row.getString("key"),
                                row.getValue("value"),
                                row.getOffsetDateTime("first_seen").toInstant(),
                                row.getOffsetDateTime("last_seen").toInstant(),
                                row.getBoolean("current")))
                        .toList());
    }

    private static Tuple names(List<Shown> shown) {
        return Tuple.tuple()
                .addValue(shown.stream().map(one -> one.component().tenant()).toArray(String[]::new))
                .addValue(shown.stream()
                        .map(one -> one.component().component().namespace())
                        .toArray(String[]::new))
                .addValue(shown.stream()
                        .map(one -> one.component().component().name())
                        .toArray(String[]::new))
                .addValue(shown.stream()
                        .map(one -> one.component().component().instanceId())
                        .toArray(String[]::new));
    }

    private static Object times(List<Shown> shown) {
        return shown.stream().map(one -> one.at().atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}

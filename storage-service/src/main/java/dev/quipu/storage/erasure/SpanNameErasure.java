package dev.quipu.storage.erasure;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.storage.catalog.SpanNames.NameKey;
import dev.quipu.storage.load.Workers;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Takes those names of erased spans out of the catalog that no span has any more: by what the heads of segments list. A
 * head that lists as many as it can may have any, except those that say what was erased.
 */
@ApplicationScoped
class SpanNameErasure {

    private static final int SEGMENTS_AT_ONCE = 64;

    /** Erased records had them, or they may say what was erased. */
    private static final String CANDIDATES = """
            SELECT service, kind, name, true AS was_erased FROM erasure_name WHERE erasure_id = $3
            UNION ALL
            SELECT service, kind, name, false FROM span_name WHERE tenant = $1 AND service = ANY ($2)""";

    private static final String SEGMENTS = """
            SELECT s.id FROM segment s
            WHERE s.tenant = $1 AND s.signal = %d AND s.component_ids && (
                SELECT array_agg(c.id) FROM component c WHERE c.tenant = $1 AND c.name = ANY ($2))""".formatted(Signal.TRACES.code());

    private static final String HEADS = "SELECT head FROM segment WHERE id = ANY ($1)";

    private static final String DELETE = """
            DELETE FROM span_name n USING unnest($2::text[], $3::int[], $4::text[]) AS g(service, kind, name)
            WHERE n.tenant = $1 AND n.service = g.service AND n.kind = g.kind AND n.name = g.name""";

    private final Pool pool;
    private final Workers workers;

    SpanNameErasure(Pool pool, Workers workers) {
        this.pool = pool;
        this.workers = workers;
    }

    /**
     * @param services of which spans were erased
     * @return the names that are gone
     */
    Uni<Set<NameKey>> erase(Erasure erasure, String[] services) {
        if (services.length == 0) {
            return Uni.createFrom().item(Set.of());
        }
        String tenant = erasure.tenant();
        Tuple parameters = Tuple.of(tenant, services);
        Predicate<String> says = ErasedText.of(erasure)
                .<Predicate<String>>map(said -> said::isIn)
                .orElse(name -> false);
        return pool.preparedQuery(CANDIDATES)
                .execute(Tuple.of(tenant, services, erasure.id()))
                .map(rows -> candidates(tenant, rows, says))
                .call(names -> pool.preparedQuery(SEGMENTS)
                        .execute(parameters)
                        .chain(rows -> Multi.createFrom()
                                .iterable(names.isEmpty() ? List.<UUID[]>of() : batches(rows))
                                .onItem()
                                .transformToUniAndConcatenate(batch -> withoutThoseOf(tenant, names, batch, says))
                                .collect()
                                .last()))
                .call(gone -> delete(tenant, List.copyOf(gone)));
    }

    private static Set<NameKey> candidates(String tenant, RowSet<Row> rows, Predicate<String> says) {
        Set<NameKey> names = new HashSet<>();
        for (Row row : rows) {
            if (row.getBoolean("was_erased") || says.test(row.getString("name"))) {
                names.add(new NameKey(tenant, row.getString("service"), row.getInteger("kind"), row.getString("name")));
            }
        }
        return names;
    }

    private static List<UUID[]> batches(RowSet<Row> rows) {
        List<UUID> ids = new ArrayList<>();
        rows.forEach(row -> ids.add(row.getUUID("id")));
        List<UUID[]> batches = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += SEGMENTS_AT_ONCE) {
            batches.add(ids.subList(from, Math.min(ids.size(), from + SEGMENTS_AT_ONCE))
                    .toArray(UUID[]::new));
        }
        return batches;
    }

    private Uni<Void> withoutThoseOf(String tenant, Set<NameKey> names, UUID[] segments, Predicate<String> says) {
        return pool.preparedQuery(HEADS)
                .execute(Tuple.tuple().addArrayOfUUID(segments))
                .chain(rows -> workers.runInBackground(() -> {
                    rows.forEach(row -> {
                        SegmentHead head =
                                SegmentHead.parse(row.getBuffer("head").getBytes());
                        names.removeAll(GoneNames.listed(head));
                        if (GoneNames.mayHaveMore(head)) {
                            Set<String> services = head.components().stream()
                                    .map(entry -> new NameKey(
                                                    tenant, entry.component().name(), 0, "")
                                            .service())
                                    .collect(Collectors.toSet());
                            names.removeIf(name -> services.contains(name.service()) && !says.test(name.name()));
                        }
                    });
                    return true;
                }))
                .replaceWithVoid();
    }

    private Uni<Void> delete(String tenant, List<NameKey> gone) {
        return pool.preparedQuery(DELETE)
                .execute(Tuple.of(
                        tenant,
                        gone.stream().map(NameKey::service).toArray(String[]::new),
                        gone.stream().map(NameKey::kind).toArray(Integer[]::new),
                        gone.stream().map(NameKey::name).toArray(String[]::new)))
                .replaceWithVoid();
    }
}

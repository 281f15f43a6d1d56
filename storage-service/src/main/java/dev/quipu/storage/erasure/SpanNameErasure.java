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

/** Takes those names out of the catalog that no span has any more: by what the heads of segments list. */
@ApplicationScoped
class SpanNameErasure {

    private static final int SEGMENTS_AT_ONCE = 64;

    private static final String LISTED =
            "SELECT service, kind, name FROM span_name WHERE tenant = $1 AND service = ANY ($2)";

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

    /** @return the names that are gone */
    Uni<Set<NameKey>> erase(String tenant, String[] services) {
        if (services.length == 0) {
            return Uni.createFrom().item(Set.of());
        }
        Tuple parameters = Tuple.of(tenant, services);
        return pool.preparedQuery(LISTED)
                .execute(parameters)
                .map(rows -> listed(tenant, rows))
                .call(listed -> pool.preparedQuery(SEGMENTS)
                        .execute(parameters)
                        .chain(rows -> Multi.createFrom()
                                .iterable(batches(rows))
                                .onItem()
                                .transformToUniAndConcatenate(batch -> withoutThoseOf(tenant, listed, batch))
                                .collect()
                                .last()))
                .call(gone -> delete(tenant, List.copyOf(gone)));
    }

    private static Set<NameKey> listed(String tenant, RowSet<Row> rows) {
        Set<NameKey> listed = new HashSet<>();
        rows.forEach(row -> listed.add(
                new NameKey(tenant, row.getString("service"), row.getInteger("kind"), row.getString("name"))));
        return listed;
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

    private Uni<Void> withoutThoseOf(String tenant, Set<NameKey> listed, UUID[] segments) {
        return pool.preparedQuery(HEADS)
                .execute(Tuple.tuple().addArrayOfUUID(segments))
                .chain(rows -> workers.runInBackground(() -> {
                    rows.forEach(row -> {
                        SegmentHead head =
                                SegmentHead.parse(row.getBuffer("head").getBytes());
                        head.names()
                                .forEach(entry -> listed.remove(new NameKey(
                                        tenant,
                                        head.components()
                                                .get(entry.component())
                                                .component()
                                                .name(),
                                        entry.kind(),
                                        entry.name())));
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

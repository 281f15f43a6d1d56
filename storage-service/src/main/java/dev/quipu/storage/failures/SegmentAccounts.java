package dev.quipu.storage.failures;

import dev.quipu.model.segment.SegmentId;
import dev.quipu.storage.failures.SegmentAccount.Entry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads under what the records of segments are counted. */
@ApplicationScoped
class SegmentAccounts {

    private static final String READ = """
            SELECT id, tenant, signal, bucket, counted_minute, counted_component, counted_records
            FROM segment WHERE id = ANY ($1)""";

    private static final String COMPONENTS = """
            SELECT c.id, c.namespace, c.name, c.instance_id FROM component c
            WHERE c.id IN (SELECT unnest(component_ids) FROM segment WHERE id = ANY ($1))""";

    /** Of the segments that the failures are of; those that were merged or let go since are absent. */
    Uni<Map<SegmentId, SegmentAccount>> read(SqlConnection connection, ConsumerCommits.Step step) {
        UUID[] ids = step.failures().stream()
                .map(failure -> failure.segment().toUuid())
                .distinct()
                .toArray(UUID[]::new);
        return connection
                .preparedQuery(COMPONENTS)
                .execute(Tuple.of(ids))
                .chain(components ->
                        connection.preparedQuery(READ).execute(Tuple.of(ids)).map(rows -> accounts(rows, components)));
    }

    private static Map<SegmentId, SegmentAccount> accounts(RowSet<Row> rows, RowSet<Row> components) {
        Map<List<String>, Integer> ids = new HashMap<>();
        components.forEach(row -> ids.put(
                List.of(row.getString("namespace"), row.getString("name"), row.getString("instance_id")),
                row.getInteger("id")));
        Map<SegmentId, SegmentAccount> accounts = new HashMap<>();
        rows.forEach(row -> {
            SegmentId id = SegmentId.of(row.getUUID("id"));
            accounts.put(
                    id,
                    new SegmentAccount(
                            id,
                            row.getString("tenant"),
                            row.getShort("signal"),
                            row.getInteger("bucket"),
                            entries(row),
                            ids));
        });
        return accounts;
    }

    private static List<Entry> entries(Row row) {
        Integer[] minutes = row.getArrayOfIntegers("counted_minute");
        Integer[] components = row.getArrayOfIntegers("counted_component");
        Integer[] records = row.getArrayOfIntegers("counted_records");
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < minutes.length; i++) {
            entries.add(new Entry(minutes[i], components[i], records[i]));
        }
        return entries;
    }
}

package dev.quipu.storage.search;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.SegmentHead.AttributeEntry;
import dev.quipu.storage.segments.SegmentColumns;
import dev.quipu.storage.segments.SegmentKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which attribute keys the records of a signal have, by the heads of the newest segments. */
@ApplicationScoped
public class KnownAttributes {

    private static final int SEGMENTS = 50;

    private static final String NEWEST = """
            SELECT day, bucket, id FROM segment
            WHERE tenant = $1 AND signal = $2 AND record_count > 0 AND day > current_date - 31
            ORDER BY max_time DESC LIMIT $3""";

    private final QueryRun queries;
    private final SegmentColumns columns;

    KnownAttributes(QueryRun queries, SegmentColumns columns) {
        this.queries = queries;
        this.columns = columns;
    }

    /** @param segments how many heads were looked at */
    public record Known(List<AttributeEntry> attributes, int segments) {}

    public Uni<Known> list(String tenant, Signal signal) {
        return queries.run(
                "attributes",
                tenant,
                (connection, watermark, isCancelled) -> connection
                        .preparedQuery(NEWEST)
                        .execute(Tuple.of(tenant, (short) signal.code(), SEGMENTS))
                        .chain(rows -> {
                            List<SegmentKey> keys = new ArrayList<>();
                            for (Row row : rows) {
                                keys.add(new SegmentKey(
                                        row.getLocalDate("day"), row.getInteger("bucket"), row.getUUID("id")));
                            }
                            return columns.heads(connection, keys);
                        })
                        .map(heads -> {
                            Map<ColumnId, AttributeEntry> sums = new HashMap<>();
                            heads.all()
                                    .forEach(head -> head.attributes()
                                            .forEach(entry -> sums.merge(
                                                    new ColumnId(
                                                            entry.table(),
                                                            ColumnId.Kind.ATTRIBUTE,
                                                            entry.key(),
                                                            entry.type()),
                                                    entry,
                                                    (a, b) -> new AttributeEntry(
                                                            a.table(), a.key(), a.type(), a.records() + b.records()))));
                            return new Known(
                                    sums.values().stream()
                                            .sorted(Comparator.comparing(AttributeEntry::table)
                                                    .thenComparing(AttributeEntry::key)
                                                    .thenComparing(AttributeEntry::type))
                                            .toList(),
                                    heads.all().size());
                        }));
    }
}

package dev.quipu.storage.templates;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.RecordTemplates;
import dev.quipu.model.segment.SegmentFormatException;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.storage.feed.PositionLost;
import dev.quipu.storage.load.Workers;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
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
import org.jspecify.annotations.Nullable;

/** Keeps what steps of analysis tell of templates, in the transaction of their commit. */
@ApplicationScoped
public class TemplateStore {

    private static final String TELL = """
            INSERT INTO log_template AS known (tenant, id, namespace, component, number, text, sample, state,
                first_time, last_time)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (tenant, id) DO UPDATE
            SET number = excluded.number, text = excluded.text, sample = excluded.sample, state = excluded.state,
                first_time = least(known.first_time, excluded.first_time),
                last_time = greatest(known.last_time, excluded.last_time)
            WHERE known.namespace = excluded.namespace AND known.component = excluded.component""";

    private static final String PRESENT = """
            SELECT (SELECT coalesce(merged_into, id) FROM log_template WHERE tenant = $1 AND id = $2) AS from_id,
                (SELECT coalesce(merged_into, id) FROM log_template WHERE tenant = $1 AND id = $3) AS into_id""";

    private static final String MERGE = """
            UPDATE log_template SET merged_into = $3 WHERE tenant = $1 AND $2::int <> $3 AND id = $2""";

    /** All that were merged into it come along, so that one step leads from each to a present one. */
    private static final String BRING_ALONG = """
            UPDATE log_template SET merged_into = $3 WHERE tenant = $1 AND $2::int <> $3 AND merged_into = $2""";

    private static final String SEGMENTS =
            "SELECT tenant, id, day, bucket, signal, record_count FROM segment WHERE id = ANY ($1)";

    private final Workers workers;

    private final AllowedTemplates allowed;

    TemplateStore(Workers workers, AllowedTemplates allowed) {
        this.allowed = allowed;
        this.workers = workers;
    }

    /**
     * Fails with {@link IllegalArgumentException} when something is not what it has to be, and with {@link PositionLost}
     * when a segment was merged or let go since it was read.
     */
    public Uni<Void> write(SqlConnection connection, TemplateStep step) {
        return tell(connection, step.templates())
                .chain(() -> merge(connection, step.merges()))
                .chain(() -> keep(connection, step.ofSegments()));
    }

    private Uni<Void> tell(SqlConnection connection, List<TemplateStep.Told> told) {
        return told.isEmpty()
                ? Uni.createFrom().voidItem()
                : allowed.of(connection, told)
                        .chain(kept -> connection
                                .preparedQuery(TELL)
                                .executeBatch(
                                        kept.stream().map(TemplateStore::row).toList()))
                        .invoke(rows -> requireTheirs(told, rows))
                        .replaceWithVoid();
    }

    private static Tuple row(TemplateStep.Told told) {
        LogTemplate template = told.template();
        return Tuple.tuple()
                .addString(told.tenant())
                .addInteger(template.id())
                .addString(template.namespace())
                .addString(template.component())
                .addInteger(template.number())
                .addString(template.text())
                .addString(template.sample())
                .addValue(Buffer.buffer(template.state()))
                .addLong(template.firstTimeUnixNano())
                .addLong(template.lastTimeUnixNano());
    }

    private static void requireTheirs(List<TemplateStep.Told> told, RowSet<Row> batch) {
        RowSet<Row> rows = batch;
        for (TemplateStep.Told one : told) {
            if (rows.rowCount() == 0) {
                throw new IllegalArgumentException("templates.id: expected one that is new or of component '"
                        + one.template().component() + "', got "
                        + one.template().id() + ", which is of another");
            }
            rows = rows.next();
        }
    }

    private static Uni<Void> merge(SqlConnection connection, List<TemplateStep.Merge> merges) {
        return Multi.createFrom()
                .iterable(merges)
                .onItem()
                .transformToUniAndConcatenate(one -> connection
                        .preparedQuery(PRESENT)
                        .execute(Tuple.of(one.tenant(), one.from(), one.into()))
                        .map(rows -> rows.iterator().next())
                        .chain(ends -> merge(
                                connection,
                                Tuple.of(
                                        one.tenant(),
                                        known("templateMerges.from", one.from(), ends.getInteger("from_id")),
                                        known("templateMerges.into", one.into(), ends.getInteger("into_id"))))))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Uni<RowSet<Row>> merge(SqlConnection connection, Tuple ends) {
        return connection
                .preparedQuery(MERGE)
                .execute(ends)
                .chain(() -> connection.preparedQuery(BRING_ALONG).execute(ends));
    }

    private static int known(String field, int id, @Nullable Integer present) {
        if (present == null) {
            throw new IllegalArgumentException(field + ": expected a known template, got " + id);
        }
        return present;
    }

    private Uni<Void> keep(SqlConnection connection, List<TemplateStep.OfSegment> told) {
        if (told.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        UUID[] ids = told.stream().map(one -> one.segment().toUuid()).distinct().toArray(UUID[]::new);
        return connection
                .preparedQuery(SEGMENTS)
                .execute(Tuple.tuple().addArrayOfUUID(ids))
                .chain(segments -> workers.run(() -> rows(told, segments)))
                .chain(rows -> SegmentTemplates.put(connection, rows));
    }

    private static List<Tuple> rows(List<TemplateStep.OfSegment> told, RowSet<Row> segments) {
        Map<SegmentId, Row> known = new HashMap<>();
        segments.forEach(row -> known.put(SegmentId.of(row.getUUID("id")), row));
        List<Tuple> rows = new ArrayList<>(told.size());
        for (TemplateStep.OfSegment one : told) {
            Row segment = known.get(one.segment());
            if (segment == null) {
                throw PositionLost.without(one.segment());
            }
            rows.add(SegmentTemplates.row(
                    segment.getString("tenant"),
                    segment.getLocalDate("day"),
                    segment.getInteger("bucket"),
                    segment.getUUID("id"),
                    decoded(one, segment)));
        }
        return rows;
    }

    private static RecordTemplates decoded(TemplateStep.OfSegment told, Row segment) {
        if (segment.getShort("signal") != Signal.LOGS.code()) {
            throw new IllegalArgumentException(
                    "recordTemplates.segmentId: expected a segment of log records, got " + told.segment());
        }
        try {
            return RecordTemplates.decode(told.encoded(), segment.getInteger("record_count"));
        } catch (SegmentFormatException e) {
            throw new IllegalArgumentException(
                    "recordTemplates.templates of segment " + told.segment() + ": " + e.getMessage(), e);
        }
    }
}

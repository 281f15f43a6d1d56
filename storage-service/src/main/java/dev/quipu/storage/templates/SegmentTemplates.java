package dev.quipu.storage.templates;

import dev.quipu.model.segment.RecordTemplates;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** The rows that say which templates the records of segments have. */
public final class SegmentTemplates {

    private static final String PUT = """
            INSERT INTO segment_template (tenant, day, bucket, segment_id, templates, payload)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (segment_id, bucket, day) DO UPDATE
            SET templates = excluded.templates, payload = excluded.payload""";

    private SegmentTemplates() {}

    /** A row. @param tenant the segment's @param day the segment's */
    public static Tuple row(String tenant, LocalDate day, int bucket, UUID segment, RecordTemplates templates) {
        Integer[] distinct = Arrays.stream(templates.distinct()).boxed().toArray(Integer[]::new);
        return Tuple.tuple()
                .addString(tenant)
                .addLocalDate(day)
                .addInteger(bucket)
                .addUUID(segment)
                .addArrayOfInteger(distinct)
                .addValue(Buffer.buffer(templates.encode()));
    }

    /** Puts rows in the place of those that there are. */
    public static Uni<Void> put(SqlConnection connection, List<Tuple> rows) {
        return connection.preparedQuery(PUT).executeBatch(rows).replaceWithVoid();
    }
}

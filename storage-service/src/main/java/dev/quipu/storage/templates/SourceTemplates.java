package dev.quipu.storage.templates;

import dev.quipu.model.segment.RecordTemplates;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.TemplatedSegment;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The templates of the records of segments that are to be replaced, as they were when they were read. Analysis may tell of them until
 * the sources are swapped: then what replaces them has to be made anew.
 */
public final class SourceTemplates {

    private static final String READ = """
            SELECT segment_id, md5(payload) AS version, payload FROM segment_template
            WHERE segment_id = ANY ($1) AND day = $2 AND bucket = $3""";

    private static final String VERSIONS = """
            SELECT segment_id, md5(payload) AS version FROM segment_template
            WHERE segment_id = ANY ($1) AND day = $2 AND bucket = $3""";

    private static final String DELETE =
            "DELETE FROM segment_template WHERE segment_id = ANY ($1) AND day = $2 AND bucket = $3";

    private final Map<UUID, String> versions;
    private final Map<UUID, byte[]> encoded = new HashMap<>();

    private SourceTemplates(RowSet<Row> rows) {
        this.versions = versions(rows);
        rows.forEach(row ->
                encoded.put(row.getUUID("segment_id"), row.getBuffer("payload").getBytes()));
    }

    private static Map<UUID, String> versions(RowSet<Row> rows) {
        Map<UUID, String> versions = new HashMap<>();
        rows.forEach(row -> versions.put(row.getUUID("segment_id"), row.getString("version")));
        return versions;
    }

    /** @param keys ids, day and bucket of the sources */
    public static Uni<SourceTemplates> read(SqlConnection connection, Tuple keys) {
        return connection.preparedQuery(READ).execute(keys).map(SourceTemplates::new);
    }

    /** Whether nothing is known of any source. */
    public boolean isEmpty() {
        return encoded.isEmpty();
    }

    public TemplatedSegment of(Segment segment) {
        byte[] bytes = encoded.get(segment.head().id().toUuid());
        return bytes == null
                ? TemplatedSegment.without(segment)
                : new TemplatedSegment(
                        segment, RecordTemplates.decode(bytes, segment.head().recordCount()));
    }

    /** Whether what was read is all there is. @param ids sources of which that is asked */
    public Uni<Boolean> areUnchanged(SqlConnection connection, Tuple keys, Set<UUID> ids) {
        Map<UUID, String> read = new HashMap<>(versions);
        read.keySet().retainAll(ids);
        return connection
                .preparedQuery(VERSIONS)
                .execute(keys)
                .map(rows -> versions(rows).equals(read));
    }

    public static Uni<Void> delete(SqlConnection connection, Tuple keys) {
        return connection.preparedQuery(DELETE).execute(keys).replaceWithVoid();
    }
}

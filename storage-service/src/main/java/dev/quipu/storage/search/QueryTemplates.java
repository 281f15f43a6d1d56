package dev.quipu.storage.search;

import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.query.RecordMatcher;
import dev.quipu.model.segment.RecordTemplates;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.storage.segments.SegmentKey;
import dev.quipu.storage.templates.TemplateMerges;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The templates of log records, as they are known in the snapshot of a query: merged ones are the present ones. */
final class QueryTemplates {

    /** For questions that are not about templates: no record has one. */
    static final QueryTemplates NONE = new QueryTemplates(null);

    private static final String READ =
            "SELECT segment_id, payload FROM segment_template WHERE segment_id = ANY ($1) AND day = ANY ($2)";

    private final @Nullable TemplateMerges merges;

    private QueryTemplates(@Nullable TemplateMerges merges) {
        this.merges = merges;
    }

    /** @param areNeeded whether the question is about templates */
    static Uni<QueryTemplates> read(SqlConnection connection, String tenant, boolean areNeeded) {
        return areNeeded
                ? TemplateMerges.read(connection, tenant).map(QueryTemplates::new)
                : Uni.createFrom().item(NONE);
    }

    /** The same condition on records as they are given out here. */
    RecordFilter present(RecordFilter filter) {
        return merges == null ? filter : filter.withMergedTemplates(template -> Set.of(merges.present(template)));
    }

    /** Of which templates, as they are stored, a segment has to have one, when the condition implies that. */
    Optional<Set<Integer>> stored(RecordMatcher matcher) {
        return merges == null ? Optional.empty() : matcher.templates().map(merges::all);
    }

    /** Those of the records of segments, encoded; nothing of segments of which none is known. */
    Uni<Map<UUID, byte[]>> of(SqlConnection connection, Collection<SegmentKey> keys) {
        if (merges == null || keys.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        Tuple parameters = Tuple.tuple()
                .addArrayOfUUID(keys.stream().map(SegmentKey::id).toArray(UUID[]::new))
                .addArrayOfLocalDate(
                        keys.stream().map(SegmentKey::day).distinct().toArray(LocalDate[]::new));
        return connection.preparedQuery(READ).execute(parameters).map(rows -> {
            Map<UUID, byte[]> found = new HashMap<>();
            rows.forEach(row -> found.put(
                    row.getUUID("segment_id"), row.getBuffer("payload").getBytes()));
            return found;
        });
    }

    /** A reader that knows the templates of the records, if they are known. */
    SegmentReader given(SegmentReader reader, byte @Nullable [] encoded) {
        return merges == null || encoded == null
                ? reader
                : reader.withTemplates(
                        RecordTemplates.decode(encoded, reader.head().recordCount())
                                .mapped(merges::present));
    }
}

package dev.quipu.storage.compaction;

import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentMerger;
import dev.quipu.storage.compaction.SourcesFailed.Why;
import dev.quipu.storage.encryption.OpenKeys;
import dev.quipu.storage.segments.SegmentFetch;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The rows of a merge that can be merged, decoded as far as to know that. */
final class MergeSources {

    /** Texts of sources, decoded, that one merge holds: some compress a thousandfold. */
    static final long MAX_DECODED_BYTES = 48 << 20;

    private final Map<UUID, Why> failed = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private long decodedBytes;
    private boolean isPartial;

    /** Takes as many as fit, the first at any size that one merge can hold. */
    static MergeSources of(RowSet<Row> rows, OpenKeys keys) {
        MergeSources sources = new MergeSources();
        rows.forEach(row -> sources.add(row, keys));
        return sources;
    }

    private void add(Row row, OpenKeys keys) {
        UUID id = row.getUUID("id");
        try {
            Segment segment = SegmentFetch.of(row, keys);
            long bytes = SegmentMerger.decodedBytes(segment);
            if (bytes > MAX_DECODED_BYTES) {
                failed.put(id, Why.TOO_LARGE);
            } else if (decodedBytes + bytes > MAX_DECODED_BYTES) {
                isPartial = true;
            } else {
                decodedBytes += bytes;
                rows.add(row);
                segments.add(segment);
            }
        } catch (RuntimeException e) {
            failed.put(id, new Why(e));
        }
    }

    List<Row> rows() {
        return rows;
    }

    List<Segment> segments() {
        return segments;
    }

    /** Those that can never be merged. */
    Map<UUID, Why> failed() {
        return failed;
    }

    /** Whether some are left for another merge. */
    boolean isPartial() {
        return isPartial;
    }

    /** Looks for the ones because of which merging all of them failed; all when each by itself can be merged. */
    Map<UUID, Why> culprits(RuntimeException failure) {
        Map<UUID, Why> culprits = new LinkedHashMap<>();
        for (Segment segment : segments) {
            try {
                SegmentMerger.merge(List.of(segment), Integer.MAX_VALUE, segment.head()::id);
            } catch (RuntimeException e) {
                culprits.put(segment.head().id().toUuid(), new Why(e));
            }
        }
        if (culprits.isEmpty()) {
            segments.forEach(segment -> culprits.put(segment.head().id().toUuid(), new Why(failure)));
        }
        return culprits;
    }
}

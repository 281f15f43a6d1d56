package dev.quipu.model.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Compaction: writes the records of some segments as fewer, larger ones, sorted anew so that each trace lies together.
 * Set-hashes add up to the sources'. Pure computation; memory is a few times the sources' size when decoded.
 */
public final class SegmentMerger {

    private SegmentMerger() {}

    /**
     * Bytes that the segment's texts and the numbers of its nested tables take when decoded: what a merge has to hold of
     * it however well it compresses, beside what goes by the number of its records.
     *
     * @throws SegmentFormatException when the segment is damaged
     */
    public static long decodedBytes(Segment segment) {
        SegmentReader reader = SegmentReader.of(segment);
        Schema schema = SignalLayout.of(segment.head().signal()).schema();
        long bytes = 0;
        for (ColumnId id : segment.head().columns().keySet()) {
            if (id.kind() == ColumnId.Kind.FIELD && !id.table().equals(schema.name())) {
                for (int group = 0; group < segment.head().rowGroupCount(); group++) {
                    bytes += (long) Long.BYTES * reader.count(id, group);
                }
            }
            if (isPooled(id, schema)) {
                int chunks =
                        id.kind() == ColumnId.Kind.SIDE ? 1 : segment.head().rowGroupCount();
                for (int group = 0; group < chunks; group++) {
                    bytes += reader.raw(id, group)
                            .map(PooledChunk::decodedLength)
                            .orElse(0);
                }
            }
        }
        return bytes;
    }

    private static boolean isPooled(ColumnId id, Schema schema) {
        return switch (id.kind()) {
            case ATTRIBUTE -> id.type().isPooled();
            case FIELD -> isText(id, schema) || schema.nested().stream().anyMatch(nested -> isText(id, nested));
            case SIDE -> true;
            case COUNT, SHAPE -> false;
        };
    }

    private static boolean isText(ColumnId id, Schema schema) {
        return id.table().equals(schema.name())
                && schema.fields().stream()
                        .anyMatch(
                                field -> field.type().isPooled() && field.name().equals(id.name()));
    }

    /**
     * @param sources of one tenant, signal, bucket and day, not empty
     * @param maxRecords where an output is cut, at the end of a trace when one is near
     * @return frames, without request entries and ledger lines, of a level above the sources'; none when the sources
     *     hold no records
     * @throws SegmentFormatException when a source is damaged
     * @throws IllegalArgumentException when the sources do not belong together
     */
    public static List<byte[]> merge(List<Segment> sources, int maxRecords, Supplier<SegmentId> ids) {
        return merge(sources, maxRecords, ids, (frame, rows) -> frame);
    }

    /**
     * The same for segments of logs, each record with its template.
     *
     * @throws SegmentFormatException when a source is damaged
     * @throws IllegalArgumentException when the sources do not belong together
     */
    public static List<TemplatedSegment> mergeTemplated(
            List<TemplatedSegment> sources, int maxRecords, Supplier<SegmentId> ids) {
        RecordTemplates templates = RecordTemplates.concat(
                sources.stream().map(TemplatedSegment::templates).toList());
        return merge(
                sources.stream().map(TemplatedSegment::segment).toList(),
                maxRecords,
                ids,
                (frame, rows) -> new TemplatedSegment(Segment.parse(frame), templates.ofRows(rows)));
    }

    /** @param output of a frame, and of which rows of the sources, put one after the other, it was written in order */
    private static <T> List<T> merge(
            List<Segment> sources, int maxRecords, Supplier<SegmentId> ids, BiFunction<byte[], int[], T> output) {
        RecordTable table = load(sources);
        return SegmentReader.message("sources", () -> {
            List<T> outputs = new ArrayList<>();
            for (int[] rows : cut(table, maxRecords)) {
                outputs.add(output.apply(SegmentWriter.write(table, rows, draft(sources, ids.get())), rows));
            }
            return outputs;
        });
    }

    private static RecordTable load(List<Segment> sources) {
        SegmentHead first = sources.get(0).head();
        int records = 0;
        for (Segment source : sources) {
            SegmentHead head = source.head();
            if (!head.tenant().equals(first.tenant())
                    || head.signal() != first.signal()
                    || head.bucket() != first.bucket()
                    || head.day() != first.day()) {
                throw new IllegalArgumentException(
                        "merge: expected segments of one tenant, signal, bucket and day, got " + first.id() + " and "
                                + head.id());
            }
            records = Math.addExact(records, head.recordCount());
        }
        RecordTable table = new RecordTable(SignalLayout.of(first.signal()), records, Integer.MAX_VALUE);
        SegmentLoader loader = new SegmentLoader(table);
        sources.forEach(loader::load);
        return table;
    }

    private static SegmentDraft draft(List<Segment> sources, SegmentId id) {
        SegmentHead first = sources.get(0).head();
        int level = 0;
        long collectedAt = 0;
        for (Segment source : sources) {
            level = Math.max(level, source.head().level());
            collectedAt = Math.max(collectedAt, source.head().collectedAtUnixNano());
        }
        return new SegmentDraft(
                id,
                first.tenant(),
                level + 1,
                first.bucket(),
                first.day(),
                collectedAt,
                List.of(),
                List.of(),
                List.of());
    }

    /** All rows in order, cut into equal parts that are no longer than asked for and end with a trace. */
    private static List<int[]> cut(RecordTable table, int maxRecords) {
        int[] rows = new int[table.records.rows()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i;
        }
        RowOrder order = table.layout.order(table);
        order.sort(rows);
        int parts = (int) (((long) rows.length + maxRecords - 1) / maxRecords);
        List<int[]> cuts = new ArrayList<>();
        int begin = 0;
        for (int part = 1; part <= parts; part++) {
            int end = (int) ((long) rows.length * part / parts);
            while (end > begin && end < rows.length && order.belongTogether(rows[end - 1], rows[end])) {
                end++;
            }
            if (end > begin) {
                cuts.add(Arrays.copyOfRange(rows, begin, end));
                begin = end;
            }
        }
        return cuts;
    }
}

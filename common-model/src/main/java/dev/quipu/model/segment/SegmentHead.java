package dev.quipu.model.segment;

import dev.quipu.model.Component;
import dev.quipu.model.Signal;
import dev.quipu.model.TraceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a segment says of itself: enough to decide whether it has to be read, and where each column lies. Small, and
 * readable without the rest. Immutable.
 *
 * @param tenant whose records they are
 * @param level 0 as collected; one more than its sources' after a merge
 * @param bucket which of the configured number of buckets its trace ids hash to
 * @param day epoch day (UTC) of the records' start; 0 for undated records, too old or too far ahead to be kept by day
 * @param minTimeUnixNano earliest start; 0 when there are no records
 * @param maxTimeUnixNano latest start; 0 when there are no records
 * @param maxDurationNanos longest duration
 * @param setHash sum over the records' hashes, modulo 2^64
 * @param collectedAtUnixNano when the collector sealed it; the latest of its sources' after a merge
 * @param components whose records they are, each once
 * @param names distinct names of records by component and kind, at most {@value #MAX_NAMES}
 * @param requests client requests inside it, so that a retry is known
 * @param ledger outcomes to be counted besides STORED
 * @param producers numbered batches of producers that arrived with it
 * @param filterBlocks length of the membership filter in blocks
 * @param filterIsComplete whether the filter knows every attribute wherever it stands ({@link AttributePairs}); segments
 *     of early versions left out scopes, metadata of metrics, and what is nested in values
 * @param rowGroups runs of rows that are decoded together
 * @param componentOfResource index into {@code components} for each row of the resources
 * @param columns where each column's chunks lie, in the order of the body
 * @param bodyLength length of all chunks in bytes
 */
public record SegmentHead(
        SegmentId id,
        String tenant,
        Signal signal,
        int level,
        int bucket,
        int day,
        int recordCount,
        long minTimeUnixNano,
        long maxTimeUnixNano,
        long maxDurationNanos,
        long setHash,
        long collectedAtUnixNano,
        List<ComponentEntry> components,
        List<NameEntry> names,
        List<RequestEntry> requests,
        List<LedgerLine> ledger,
        List<ProducerBatch> producers,
        int filterBlocks,
        boolean filterIsComplete,
        List<RowGroup> rowGroups,
        List<Integer> componentOfResource,
        Map<ColumnId, ColumnEntry> columns,
        int bodyLength) {

    /** The format that this version writes; it reads this and all before. */
    public static final int FORMAT_VERSION = 1;

    /** More distinct names than this are not listed in a head. */
    public static final int MAX_NAMES = 512;

    public SegmentHead {
        components = List.copyOf(components);
        names = List.copyOf(names);
        requests = List.copyOf(requests);
        ledger = List.copyOf(ledger);
        producers = List.copyOf(producers);
        rowGroups = List.copyOf(rowGroups);
        componentOfResource = List.copyOf(componentOfResource);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** A component with its share of the records. */
    public record ComponentEntry(Component component, int records, long setHash) {}

    /**
     * A name that records have: of spans their name and kind, of logs their event name and severity number; of points
     * none are listed.
     *
     * @param component index into {@link SegmentHead#components()}
     */
    public record NameEntry(int component, int kind, String name) {}

    /** @param records that the request has in this segment */
    public record RequestEntry(RequestKey key, int records) {}

    /**
     * Records that were offered and are not here.
     *
     * @param component whose they were
     * @param setHash 0 when the records are not known well enough to be hashed
     */
    public record LedgerLine(Component component, Outcome outcome, String reason, long records, long setHash) {}

    /**
     * Where a record stands in its signal's order, as two unsigned numbers: of spans the trace id; of logs the row of
     * the resource, and the time; of points the hash of the metric's name, and 0.
     */
    public record SortKey(long high, long low) implements Comparable<SortKey> {
        @Override
        public int compareTo(SortKey other) {
            int order = Long.compareUnsigned(high, other.high);
            return order != 0 ? order : Long.compareUnsigned(low, other.low);
        }
    }

    /** Rows decoded together, with the least and greatest of what is asked for most. */
    public record RowGroup(
            int rows, SortKey first, SortKey last, long minTimeUnixNano, long maxTimeUnixNano, long maxDurationNanos) {

        /** Whether rows of the group can belong to a metric of that name, in a segment of points. */
        public boolean mayHoldMetric(String name) {
            return spans(MetricsLayout.sortKey(name));
        }

        boolean spans(SortKey key) {
            return first.compareTo(key) <= 0 && last.compareTo(key) >= 0;
        }
    }

    /** @param records how many values the column holds; {@code chunks} has one entry per row group, or one for SIDE */
    public record ColumnEntry(ColumnId id, long records, List<Chunk> chunks) {
        public ColumnEntry {
            chunks = List.copyOf(chunks);
        }
    }

    /**
     * One column's values of one row group.
     *
     * @param count number of values
     * @param crc32c of the bytes
     */
    public record Chunk(ByteRange range, int count, int crc32c) {}

    /** How many values of an attribute there are. */
    public record AttributeEntry(String table, String key, ValueType type, long records) {}

    /**
     * @throws SegmentFormatException when the bytes are not a head of a version that this one can read
     */
    public static SegmentHead parse(byte[] headBytes) {
        return HeadCodec.read(headBytes);
    }

    public int rowGroupCount() {
        return rowGroups.size();
    }

    /** The attribute columns, by table and key. */
    public List<AttributeEntry> attributes() {
        List<AttributeEntry> entries = new ArrayList<>();
        columns.forEach((id, column) -> {
            if (id.kind() == ColumnId.Kind.ATTRIBUTE) {
                entries.add(new AttributeEntry(id.table(), id.name(), id.type(), column.records()));
            }
        });
        return entries;
    }

    /** The row groups that can hold spans of the trace, in a segment of spans; almost always one or none. */
    public int[] rowGroupsOf(TraceId id) {
        int[] found = new int[rowGroups.size()];
        int count = 0;
        SortKey key = new SortKey(id.high(), id.low());
        for (int i = 0; i < rowGroups.size(); i++) {
            if (rowGroups.get(i).spans(key)) {
                found[count++] = i;
            }
        }
        return java.util.Arrays.copyOf(found, count);
    }

    /** Where the values of these columns of a row group lie; columns that the segment has not are left out. */
    public List<ByteRange> ranges(Set<ColumnId> wanted, int rowGroup) {
        List<ByteRange> ranges = new ArrayList<>();
        for (ColumnId id : wanted) {
            chunk(id, rowGroup).ifPresent(chunk -> ranges.add(chunk.range()));
        }
        return ranges;
    }

    /** Where everything of a row group lies, with the resources and scopes. */
    public List<ByteRange> ranges(int rowGroup) {
        return ranges(columns.keySet(), rowGroup);
    }

    Optional<Chunk> chunk(ColumnId id, int rowGroup) {
        ColumnEntry column = columns.get(id);
        return column == null
                ? Optional.empty()
                : Optional.of(column.chunks().get(id.kind() == ColumnId.Kind.SIDE ? 0 : rowGroup));
    }

    /** Columns by what they are named after, for tools that show a segment. */
    public Map<String, Long> bytesByColumn() {
        Map<String, Long> bytes = new LinkedHashMap<>();
        columns.forEach((id, column) -> bytes.put(
                id.toString(),
                column.chunks().stream()
                        .mapToLong(chunk -> chunk.range().length())
                        .sum()));
        return bytes;
    }
}

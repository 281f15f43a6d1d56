package dev.quipu.model.segment;

import dev.quipu.model.Signal;
import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.otlp.MetricField;
import dev.quipu.model.otlp.MetricWire;
import dev.quipu.model.otlp.ProtoReader;
import dev.quipu.model.segment.SegmentHead.SortKey;
import java.util.Arrays;

/**
 * Data points: sorted by metric, then series, then time, so that neighbours resemble each other and a metric lies in
 * few row groups; found by their metric's name and their attributes.
 */
final class MetricsLayout implements SignalLayout {

    static final MetricsLayout INSTANCE = new MetricsLayout();

    /** What stands for an attribute's key where a metric's name is hashed for the filter: no attribute has it. */
    private static final String NAME_KEY = "\0metric.name";

    private MetricsLayout() {}

    @Override
    public Signal signal() {
        return Signal.METRICS;
    }

    @Override
    public Schema schema() {
        return MetricsSchema.SCHEMA;
    }

    @Override
    public int resource() {
        return MetricsSchema.RESOURCE;
    }

    @Override
    public int scope() {
        return MetricsSchema.SCOPE;
    }

    @Override
    public long timeUnixNano(Table records, int row) {
        return records.get(MetricsSchema.TIME, row);
    }

    @Override
    public long durationNanos(Table records, int row) {
        return 0;
    }

    @Override
    public RowOrder order(RecordTable table) {
        SeriesNumbers series = new SeriesNumbers(table.records);
        long[] times = Arrays.copyOf(table.records.values(MetricsSchema.TIME), table.records.rows());
        return new ReferenceOrder(series.ranks(metricRanks(table)), times);
    }

    /** Which place each metric of the table takes: by the hash of its name, as an unsigned number. */
    private static int[] metricRanks(RecordTable table) {
        SideTable metrics = table.side(MetricsSchema.METRIC);
        Integer[] order = new Integer[metrics.size()];
        long[] hashes = new long[order.length];
        for (int metric = 0; metric < order.length; metric++) {
            order[metric] = metric;
            hashes[metric] = nameHash(table, metric);
        }
        Arrays.sort(order, (a, b) -> Long.compareUnsigned(hashes[a], hashes[b]));
        int[] ranks = new int[order.length];
        for (int rank = 0; rank < order.length; rank++) {
            ranks[order[rank]] = rank;
        }
        return ranks;
    }

    /** XXH64 of the metric's name. */
    private static long nameHash(RecordTable table, int metric) {
        int block = table.side(MetricsSchema.METRIC).block(metric);
        ProtoReader in = new ProtoReader(table.pool.bytes(), table.pool.offset(block), table.pool.length(block));
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag >>> 3 == MetricField.NAME) {
                int length = in.readLength();
                return XxHash64.hash(in.buffer(), in.position(), length);
            }
            in.skip(tag);
        }
        return XxHash64.hash("");
    }

    /** Where the points of a metric of that name stand in the order. */
    static SortKey sortKey(String metricName) {
        return new SortKey(XxHash64.hash(metricName), 0);
    }

    @Override
    public SortKey sortKey(RecordTable table, int row) {
        return new SortKey(nameHash(table, (int) table.records.get(MetricsSchema.METRIC, row)), 0);
    }

    /** A series stays in one bucket. */
    @Override
    public long bucketHash(RecordTable table, int row) {
        long hash = table.resources.hash(table.resourceOf(row));
        hash = XxHash64.mix(
                hash, table.side(MetricsSchema.METRIC).hash((int) table.records.get(MetricsSchema.METRIC, row)));
        hash = XxHash64.mix(hash, table.side(MetricsSchema.ATTRIBUTES).hash((int)
                table.records.get(MetricsSchema.ATTRIBUTES, row)));
        return XxHash64.avalanche(hash);
    }

    @Override
    public void addFilterHashes(RecordTable table, int[] rows, LongSet hashes) {
        SideTable metrics = table.side(MetricsSchema.METRIC);
        UsedRows usedMetrics = new UsedRows(table.records.values(MetricsSchema.METRIC), rows, metrics.size());
        for (int i = 0; i < usedMetrics.size(); i++) {
            hashes.add(hashOfName(nameHash(table, usedMetrics.original(i))));
            MetricWire.read(table.pool.reader(metrics.block(usedMetrics.original(i))))
                    .metadata()
                    .forEach(attribute -> MembershipFilter.forEachHash(attribute, hashes::add));
        }
        SideTable attributes = table.side(MetricsSchema.ATTRIBUTES);
        UsedRows usedAttributes = new UsedRows(table.records.values(MetricsSchema.ATTRIBUTES), rows, attributes.size());
        for (int i = 0; i < usedAttributes.size(); i++) {
            addAttributes(table.pool, attributes.block(usedAttributes.original(i)), hashes);
        }
    }

    private static long hashOfName(long nameHash) {
        return MembershipFilter.hashOf(XxHash64.hash(NAME_KEY), ValueType.STRING, nameHash);
    }

    /** What a membership filter is asked about a metric's name. */
    static long hashOfName(String name) {
        return hashOfName(XxHash64.hash(name));
    }

    private static void addAttributes(BytesPool pool, int block, LongSet hashes) {
        ProtoReader in = new ProtoReader(pool.bytes(), pool.offset(block), pool.length(block));
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag >>> 3 != MetricWire.ATTRIBUTES) {
                in.skip(tag);
                continue;
            }
            int outer = in.enter();
            int begin = in.position();
            AttributeHashes attribute = AttributeHashes.read(in);
            ProtoReader message = new ProtoReader(in.buffer(), begin, in.position() - begin);
            in.leave(outer);
            switch (attribute.type()) {
                case STRING, BOOL, INT, DOUBLE ->
                    hashes.add(MembershipFilter.hashOf(attribute.keyHash(), attribute.type(), attribute.content()));
                case ARRAY, MAP, OVERFLOW ->
                    MembershipFilter.forEachHash(AnyValueWire.readKeyValue(message), hashes::add);
                case EMPTY, BYTES -> {}
            }
        }
    }

    /** Metrics are listed from the segment's own list of them. */
    @Override
    public boolean listsNames() {
        return false;
    }

    @Override
    public int nameKind(Table records, int row) {
        return 0;
    }

    @Override
    public int name(Table records, int row) {
        return BytesPool.EMPTY;
    }

    @Override
    public RecordReader reader(RecordTable table, IntakeLimits limits, IntakeTally tally) {
        return new MetricWireReader(table, limits, tally);
    }

    @Override
    public TableSlice slice(SegmentReader reader, int rowGroup) {
        return reader.slice(MetricsSchema.SCHEMA, rowGroup);
    }
}

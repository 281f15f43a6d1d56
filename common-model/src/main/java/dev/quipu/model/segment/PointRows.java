package dev.quipu.model.segment;

import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Metric;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.PointValue;
import dev.quipu.model.Resource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The points of one row group, sorted by metric, series and time. */
public final class PointRows extends RecordRows {

    /** What {@link #eachRun} reads, of {@link Run#id} and its other names of a series too. */
    public static final Set<ColumnId> SERIES_COLUMNS = Set.of(
            field(MetricsSchema.RESOURCE),
            field(MetricsSchema.SCOPE),
            field(MetricsSchema.METRIC),
            field(MetricsSchema.ATTRIBUTES),
            ColumnId.RESOURCES,
            ColumnId.SCOPES,
            MetricsSchema.METRICS_SIDE,
            MetricsSchema.ATTRIBUTES_SIDE);

    /** What {@link #eachOwner} reads. */
    public static final Set<ColumnId> OWNER_COLUMNS = Set.of(
            field(MetricsSchema.RESOURCE), field(MetricsSchema.METRIC), ColumnId.RESOURCES, MetricsSchema.METRICS_SIDE);

    /** What {@link #timeUnixNano} reads. */
    public static final Set<ColumnId> TIME_COLUMNS = Set.of(field(MetricsSchema.TIME));

    /** What {@link #startTimeUnixNano}, {@link #hasNoRecordedValue} and {@link #eachNumber} read, with the time. */
    public static final Set<ColumnId> NUMBER_COLUMNS = Set.of(
            field(MetricsSchema.TIME),
            field(MetricsSchema.START_TIME),
            field(MetricsSchema.FLAGS),
            field(MetricsSchema.VALUE_KIND),
            field(MetricsSchema.VALUE));

    private final SegmentReader reader;
    private final TableSlice points;
    private final PointValues values;

    PointRows(SegmentReader reader, int rowGroup) {
        super(reader, MetricsLayout.INSTANCE, rowGroup);
        this.reader = reader;
        this.points = slice();
        this.values = new PointValues(points);
    }

    @Override
    public long timeUnixNano(int row) {
        return points.numbers(MetricsSchema.TIME)[row];
    }

    private static ColumnId field(int field) {
        return ColumnId.field(MetricsSchema.SCHEMA, field);
    }

    /** What {@link #value} reads of points that are not numbers, beside {@link #NUMBER_COLUMNS}. */
    public static Set<ColumnId> distributionColumns(SegmentHead head) {
        Set<ColumnId> columns = new LinkedHashSet<>();
        for (int nested : new int[] {MetricsSchema.DISTRIBUTIONS, MetricsSchema.BUCKETS, MetricsSchema.QUANTILES}) {
            addNested(columns, head, nested);
        }
        return columns;
    }

    /** What {@link #exemplars} reads. */
    public static Set<ColumnId> exemplarColumns(SegmentHead head) {
        Set<ColumnId> columns = new LinkedHashSet<>();
        addNested(columns, head, MetricsSchema.EXEMPLARS);
        return columns;
    }

    private static void addNested(Set<ColumnId> columns, SegmentHead head, int nested) {
        Schema schema = MetricsSchema.SCHEMA.nested().get(nested);
        columns.add(ColumnId.count(MetricsSchema.SCHEMA, schema));
        head.columns().keySet().stream()
                .filter(id -> id.table().equals(schema.name()))
                .forEach(columns::add);
    }

    /**
     * Neighbouring rows of one series.
     *
     * @param from first row
     * @param to one past the last row
     */
    public final class Run {
        private final int from;
        private final int to;

        private Run(int from, int to) {
            this.from = from;
            this.to = to;
        }

        public int from() {
            return from;
        }

        public int to() {
            return to;
        }

        private int number(int field) {
            return (int) points.numbers(field)[from];
        }

        public SeriesId id() {
            return reader.seriesIds()
                    .of(
                            number(MetricsSchema.RESOURCE),
                            number(MetricsSchema.SCOPE),
                            number(MetricsSchema.METRIC),
                            number(MetricsSchema.ATTRIBUTES));
        }

        public Resource resource() {
            return reader.resources().get(number(MetricsSchema.RESOURCE));
        }

        public InstrumentationScope scope() {
            return reader.scopes().get(number(MetricsSchema.SCOPE));
        }

        public Metric metric() {
            return PointRows.this.metric(from);
        }

        public List<KeyValue> attributes() {
            return reader.attributeSet(number(MetricsSchema.ATTRIBUTES));
        }
    }

    /** Every run of the group, in order. */
    public void eachRun(Consumer<Run> each) {
        long[] resources = points.numbers(MetricsSchema.RESOURCE);
        long[] scopes = points.numbers(MetricsSchema.SCOPE);
        long[] metrics = points.numbers(MetricsSchema.METRIC);
        long[] attributes = points.numbers(MetricsSchema.ATTRIBUTES);
        int from = 0;
        for (int row = 1; row <= size(); row++) {
            if (row == size()
                    || attributes[row] != attributes[from]
                    || resources[row] != resources[from]
                    || metrics[row] != metrics[from]
                    || scopes[row] != scopes[from]) {
                each.accept(new Run(from, row));
                from = row;
            }
        }
    }

    /** Which metrics are whose: each pair that rows of the group have, once. */
    public void eachOwner(BiConsumer<Metric, Resource> each) {
        long[] resources = points.numbers(MetricsSchema.RESOURCE);
        long[] metrics = points.numbers(MetricsSchema.METRIC);
        LongSet seen = new LongSet(256);
        for (int row = 0; row < size(); row++) {
            if (seen.add(metrics[row] << 32 | resources[row])) {
                each.accept(metric(row), reader.resources().get((int) resources[row]));
            }
        }
    }

    /** What a point says that is a number. */
    public interface NumberConsumer {

        /**
         * @param startUnixNano since when the value counts; 0 when unknown
         * @param hasNoValue the point only says that its series has ended or paused
         * @param value whatever its type; NaN of a point that has none or is no number
         */
        void accept(long unixNano, long startUnixNano, boolean hasNoValue, double value);
    }

    /** Every point of a run, as a number. */
    public void eachNumber(Run run, NumberConsumer each) {
        long[] times = points.numbers(MetricsSchema.TIME);
        long[] starts = points.numbers(MetricsSchema.START_TIME);
        long[] flags = points.numbers(MetricsSchema.FLAGS);
        long[] kinds = points.numbers(MetricsSchema.VALUE_KIND);
        long[] bits = points.numbers(MetricsSchema.VALUE);
        for (int row = run.from(); row < run.to(); row++) {
            each.accept(times[row], starts[row], hasNoValue(flags[row]), number(kinds[row], bits[row]));
        }
    }

    private static boolean hasNoValue(long flags) {
        return (flags & MetricPoint.NO_RECORDED_VALUE) != 0;
    }

    private static double number(long kind, long bits) {
        return switch (MetricsSchema.kindOf(kind)) {
            case INT -> bits;
            case DOUBLE -> Double.longBitsToDouble(bits);
            case NONE, HISTOGRAM, EXPONENTIAL_HISTOGRAM, SUMMARY -> Double.NaN;
        };
    }

    /** Since when the row's value counts; 0 when unknown. */
    public long startTimeUnixNano(int row) {
        return points.numbers(MetricsSchema.START_TIME)[row];
    }

    /** Whether the row only says that its series has ended or paused. */
    public boolean hasNoRecordedValue(int row) {
        return hasNoValue(points.numbers(MetricsSchema.FLAGS)[row]);
    }

    /** The exemplars of a row. */
    public List<MetricPoint.Exemplar> exemplars(int row) {
        return values.hasExemplars(row) ? values.new ExemplarWalk(row).of(row) : List.of();
    }

    /** The whole points of rows {@code from} to {@code to}, the latter excluded; needs all columns. */
    public List<MetricPoint> points(int from, int to) {
        List<MetricPoint> found = new ArrayList<>(to - from);
        PointValues.ExemplarWalk exemplars = values.new ExemplarWalk(from);
        for (int row = from; row < to; row++) {
            found.add(new MetricPoint(
                    reader.resources().get((int) points.numbers(MetricsSchema.RESOURCE)[row]),
                    reader.scopes().get((int) points.numbers(MetricsSchema.SCOPE)[row]),
                    metric(row),
                    reader.attributeSet((int) points.numbers(MetricsSchema.ATTRIBUTES)[row]),
                    points.numbers(MetricsSchema.START_TIME)[row],
                    timeUnixNano(row),
                    (int) points.numbers(MetricsSchema.FLAGS)[row],
                    value(row),
                    exemplars.of(row)));
        }
        return found;
    }

    Metric metric(int row) {
        return reader.metrics().get((int) points.numbers(MetricsSchema.METRIC)[row]);
    }

    /** What the row has measured. */
    public PointValue value(int row) {
        return values.value(row);
    }
}

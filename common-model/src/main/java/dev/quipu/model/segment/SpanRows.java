package dev.quipu.model.segment;

import dev.quipu.model.KeyValue;
import dev.quipu.model.Span;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The spans of one row group, sorted by trace id, then start time. */
public final class SpanRows extends RecordRows {

    /** What {@link #summary} reads. */
    public static final Set<ColumnId> SUMMARY_COLUMNS = fields(
            TracesSchema.TRACE_ID_HIGH,
            TracesSchema.TRACE_ID_LOW,
            TracesSchema.SPAN_ID,
            TracesSchema.PARENT_SPAN_ID,
            TracesSchema.START_TIME,
            TracesSchema.DURATION,
            TracesSchema.RESOURCE,
            TracesSchema.NAME,
            TracesSchema.KIND,
            TracesSchema.STATUS_CODE);

    /** What {@link #traceId}, {@link #startTimeUnixNano} and {@link #durationNanos} read. */
    public static final Set<ColumnId> ORDER_COLUMNS = fields(
            TracesSchema.TRACE_ID_HIGH, TracesSchema.TRACE_ID_LOW, TracesSchema.START_TIME, TracesSchema.DURATION);

    /** What {@link #eachId} reads. */
    public static final Set<ColumnId> ID_COLUMNS = fields(
            TracesSchema.TRACE_ID_HIGH,
            TracesSchema.TRACE_ID_LOW,
            TracesSchema.SPAN_ID,
            TracesSchema.PARENT_SPAN_ID,
            TracesSchema.START_TIME);

    private final SegmentReader reader;
    private final TableSlice spans;
    private final int rowGroup;

    SpanRows(SegmentReader reader, int rowGroup) {
        super(reader, TracesLayout.INSTANCE, rowGroup);
        this.reader = reader;
        this.spans = slice();
        this.rowGroup = rowGroup;
    }

    private static Set<ColumnId> fields(int... fields) {
        Set<ColumnId> ids = new LinkedHashSet<>();
        for (int field : fields) {
            ids.add(ColumnId.field(TracesSchema.SCHEMA, field));
        }
        return java.util.Collections.unmodifiableSet(ids);
    }

    public TraceId traceId(int row) {
        long high = high()[row];
        long low = low()[row];
        if ((high | low) == 0) {
            throw new SegmentFormatException("trace ids", "none that is all zero", "one");
        }
        return new TraceId(high, low);
    }

    public SpanId spanId(int row) {
        return new SpanId(spans.numbers(TracesSchema.SPAN_ID)[row]);
    }

    public long startTimeUnixNano(int row) {
        return spans.numbers(TracesSchema.START_TIME)[row];
    }

    /** Its start. */
    @Override
    public long timeUnixNano(int row) {
        return startTimeUnixNano(row);
    }

    public long durationNanos(int row) {
        return spans.numbers(TracesSchema.DURATION)[row];
    }

    private long[] high() {
        return spans.numbers(TracesSchema.TRACE_ID_HIGH);
    }

    private long[] low() {
        return spans.numbers(TracesSchema.TRACE_ID_LOW);
    }

    /** First row of the trace and one past its last; two equal numbers when it is not here. */
    public int[] rowsOf(TraceId id) {
        int begin = lowerBound(id, false);
        return new int[] {begin, lowerBound(id, true)};
    }

    /** The first row whose trace id is not below {@code id}, or, if {@code above}, is above it. */
    private int lowerBound(TraceId id, boolean above) {
        int from = 0;
        int to = size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            int order = Long.compareUnsigned(high()[middle], id.high());
            order = order != 0 ? order : Long.compareUnsigned(low()[middle], id.low());
            if (order < 0 || above && order == 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** W3C tracestate, unparsed. */
    public String traceState(int row) {
        return spans.strings(TracesSchema.TRACE_STATE).text(row);
    }

    public SpanSummary summary(int row) {
        return new SpanSummary(
                traceId(row),
                spanId(row),
                new SpanId(parents()[row]),
                component(row),
                spans.strings(TracesSchema.NAME).text(row),
                (int) spans.numbers(TracesSchema.KIND)[row],
                (int) spans.numbers(TracesSchema.STATUS_CODE)[row],
                startTimeUnixNano(row),
                durationNanos(row));
    }

    /** Which trace a span is of, and below which span. */
    public interface IdConsumer {

        /** @param parentSpanId 0 of a root */
        void accept(long traceIdHigh, long traceIdLow, long spanId, long parentSpanId, long startUnixNano);
    }

    /** Every span of the group, in order, by its ids. */
    public void eachId(IdConsumer each) {
        long[] high = high();
        long[] low = low();
        long[] ids = spans.numbers(TracesSchema.SPAN_ID);
        long[] parents = parents();
        long[] starts = spans.numbers(TracesSchema.START_TIME);
        for (int row = 0; row < size(); row++) {
            each.accept(high[row], low[row], ids[row], parents[row], starts[row]);
        }
    }

    /** Parent span ids; they are decoded with the help of trace and span ids. */
    long[] parents() {
        if (!spans.hasNumbers(TracesSchema.PARENT_SPAN_ID)) {
            ColumnId id = ColumnId.field(TracesSchema.SCHEMA, TracesSchema.PARENT_SPAN_ID);
            spans.setNumbers(
                    TracesSchema.PARENT_SPAN_ID,
                    reader.raw(id, rowGroup)
                            .map(in -> RowIdChunk.read(
                                    id.toString(), in, spans.numbers(TracesSchema.SPAN_ID), runBegins()))
                            .orElseGet(() -> new long[size()]));
        }
        return spans.numbers(TracesSchema.PARENT_SPAN_ID);
    }

    private int[] runBegins() {
        long[] high = high();
        long[] low = low();
        int[] begins = new int[size()];
        for (int row = 1; row < begins.length; row++) {
            begins[row] = high[row] == high[row - 1] && low[row] == low[row - 1] ? begins[row - 1] : row;
        }
        return begins;
    }

    /** The whole span; needs all columns. */
    public Span span(int row) {
        return spans(row, row + 1).get(0);
    }

    /** The whole spans of rows {@code from} to {@code to}, the latter excluded; needs all columns. */
    public List<Span> spans(int from, int to) {
        List<Span> found = new ArrayList<>(to - from);
        int[] nextValue = spans.attributes().valuesBefore(from);
        int[] nextEvent = valuesBeforeNested(TracesSchema.EVENTS, from);
        int[] nextLink = valuesBeforeNested(TracesSchema.LINKS, from);
        for (int row = from; row < to; row++) {
            found.add(new Span(
                    reader.resources().get((int) spans.numbers(TracesSchema.RESOURCE)[row]),
                    reader.scopes().get((int) spans.numbers(TracesSchema.SCOPE)[row]),
                    traceId(row),
                    spanId(row),
                    new SpanId(parents()[row]),
                    spans.strings(TracesSchema.TRACE_STATE).text(row),
                    (int) spans.numbers(TracesSchema.FLAGS)[row],
                    spans.strings(TracesSchema.NAME).text(row),
                    (int) spans.numbers(TracesSchema.KIND)[row],
                    startTimeUnixNano(row),
                    startTimeUnixNano(row) + durationNanos(row),
                    spans.attributes().attributes(row, nextValue),
                    (int) spans.numbers(TracesSchema.DROPPED_ATTRIBUTES)[row],
                    events(row, nextEvent),
                    (int) spans.numbers(TracesSchema.DROPPED_EVENTS)[row],
                    links(row, nextLink),
                    (int) spans.numbers(TracesSchema.DROPPED_LINKS)[row],
                    new Span.Status(
                            (int) spans.numbers(TracesSchema.STATUS_CODE)[row],
                            spans.strings(TracesSchema.STATUS_MESSAGE).text(row))));
        }
        return found;
    }

    private int[] valuesBeforeNested(int nested, int row) {
        return spans.nested(nested).attributes().valuesBefore(nestedBegin(nested, row));
    }

    private int nestedBegin(int nested, int row) {
        return row == 0 ? 0 : spans.nestedEnds(nested)[row - 1];
    }

    private List<Span.Event> events(int row, int[] next) {
        TableSlice events = spans.nested(TracesSchema.EVENTS);
        List<Span.Event> found = new ArrayList<>();
        for (int i = nestedBegin(TracesSchema.EVENTS, row); i < spans.nestedEnds(TracesSchema.EVENTS)[row]; i++) {
            List<KeyValue> attributes = events.attributes().attributes(i, next);
            found.add(new Span.Event(
                    events.numbers(TracesSchema.EVENT_TIME)[i],
                    events.strings(TracesSchema.EVENT_NAME).text(i),
                    attributes,
                    (int) events.numbers(TracesSchema.EVENT_DROPPED_ATTRIBUTES)[i]));
        }
        return found;
    }

    private List<Span.Link> links(int row, int[] next) {
        TableSlice links = spans.nested(TracesSchema.LINKS);
        List<Span.Link> found = new ArrayList<>();
        for (int i = nestedBegin(TracesSchema.LINKS, row); i < spans.nestedEnds(TracesSchema.LINKS)[row]; i++) {
            List<KeyValue> attributes = links.attributes().attributes(i, next);
            found.add(new Span.Link(
                    links.numbers(TracesSchema.LINK_TRACE_ID_HIGH)[i],
                    links.numbers(TracesSchema.LINK_TRACE_ID_LOW)[i],
                    new SpanId(links.numbers(TracesSchema.LINK_SPAN_ID)[i]),
                    links.strings(TracesSchema.LINK_TRACE_STATE).text(i),
                    attributes,
                    (int) links.numbers(TracesSchema.LINK_DROPPED_ATTRIBUTES)[i],
                    (int) links.numbers(TracesSchema.LINK_FLAGS)[i]));
        }
        return found;
    }
}

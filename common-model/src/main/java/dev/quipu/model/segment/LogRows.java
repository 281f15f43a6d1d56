package dev.quipu.model.segment;

import dev.quipu.model.AnyValue;
import dev.quipu.model.Component;
import dev.quipu.model.LogRecord;
import dev.quipu.model.SpanId;
import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.otlp.ProtoReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The log records of one row group, sorted by resource, then time. */
public final class LogRows extends RecordRows {

    /** What {@link #timeUnixNano} reads. */
    public static final Set<ColumnId> ORDER_COLUMNS = Set.of(
            ColumnId.field(LogsSchema.SCHEMA, LogsSchema.TIME),
            ColumnId.field(LogsSchema.SCHEMA, LogsSchema.OBSERVED_TIME));

    /** What {@link #contentHash} reads. */
    public static final Set<ColumnId> CONTENT_COLUMNS = Set.of(
            ColumnId.field(LogsSchema.SCHEMA, LogsSchema.RESOURCE),
            ColumnId.field(LogsSchema.SCHEMA, LogsSchema.OBSERVED_TIME),
            ColumnId.field(LogsSchema.SCHEMA, LogsSchema.SEVERITY_NUMBER),
            ColumnId.field(LogsSchema.SCHEMA, LogsSchema.BODY),
            ColumnId.field(LogsSchema.SCHEMA, LogsSchema.BODY_NUMBER),
            ColumnId.field(LogsSchema.SCHEMA, LogsSchema.TRACE_ID_LOW),
            ColumnId.field(LogsSchema.SCHEMA, LogsSchema.SPAN_ID));

    private final SegmentReader reader;
    private final TableSlice logs;
    private final int firstRow;

    LogRows(SegmentReader reader, int rowGroup) {
        super(reader, LogsLayout.INSTANCE, rowGroup);
        this.reader = reader;
        this.logs = slice();
        this.firstRow = head().rowGroups().subList(0, rowGroup).stream()
                .mapToInt(SegmentHead.RowGroup::rows)
                .sum();
    }

    /** The time, or else when the record was observed. */
    @Override
    public long timeUnixNano(int row) {
        long time = logs.numbers(LogsSchema.TIME)[row];
        return time != 0 ? time : logs.numbers(LogsSchema.OBSERVED_TIME)[row];
    }

    /**
     * A hash of most of what the record says, to tell records of one moment apart: the same in whatever segment the
     * record lies.
     */
    public long contentHash(int row) {
        Component component = component(row);
        ByteStrings bodies = logs.strings(LogsSchema.BODY);
        int body = bodies.code(row);
        long hash = XxHash64.hash(component.namespace() + '\n' + component.name() + '\n' + component.instanceId());
        hash = XxHash64.mix(hash, XxHash64.hash(bodies.buffer(), bodies.offset(body), bodies.length(body)));
        hash = XxHash64.mix(hash, logs.numbers(LogsSchema.OBSERVED_TIME)[row]);
        hash = XxHash64.mix(hash, logs.numbers(LogsSchema.SEVERITY_NUMBER)[row]);
        hash = XxHash64.mix(hash, logs.numbers(LogsSchema.BODY_NUMBER)[row]);
        hash = XxHash64.mix(hash, logs.numbers(LogsSchema.TRACE_ID_LOW)[row]);
        return XxHash64.avalanche(XxHash64.mix(hash, logs.numbers(LogsSchema.SPAN_ID)[row]));
    }

    /**
     * The template of the record; {@link RecordTemplates#NONE} when it has none, or when the reader was not told. Needs
     * no column.
     */
    public int template(int row) {
        return reader.templates()
                .map(templates -> templates.template(firstRow + row))
                .orElse(RecordTemplates.NONE);
    }

    /** The whole record; needs all columns. */
    public LogRecord log(int row) {
        return logs(row, row + 1).get(0);
    }

    /** The whole records of rows {@code from} to {@code to}, the latter excluded; needs all columns. */
    public List<LogRecord> logs(int from, int to) {
        List<LogRecord> found = new ArrayList<>(to - from);
        int[] nextValue = logs.attributes().valuesBefore(from);
        for (int row = from; row < to; row++) {
            found.add(new LogRecord(
                    reader.resources().get((int) logs.numbers(LogsSchema.RESOURCE)[row]),
                    reader.scopes().get((int) logs.numbers(LogsSchema.SCOPE)[row]),
                    logs.numbers(LogsSchema.TIME)[row],
                    logs.numbers(LogsSchema.OBSERVED_TIME)[row],
                    (int) logs.numbers(LogsSchema.SEVERITY_NUMBER)[row],
                    logs.strings(LogsSchema.SEVERITY_TEXT).text(row),
                    body(row),
                    logs.attributes().attributes(row, nextValue),
                    (int) logs.numbers(LogsSchema.DROPPED_ATTRIBUTES)[row],
                    (int) logs.numbers(LogsSchema.FLAGS)[row],
                    logs.numbers(LogsSchema.TRACE_ID_HIGH)[row],
                    logs.numbers(LogsSchema.TRACE_ID_LOW)[row],
                    new SpanId(logs.numbers(LogsSchema.SPAN_ID)[row]),
                    logs.strings(LogsSchema.EVENT_NAME).text(row)));
        }
        return found;
    }

    Optional<AnyValue> body(int row) {
        long code = logs.numbers(LogsSchema.BODY_TYPE)[row];
        if (code == 0) {
            return Optional.empty();
        }
        ByteStrings texts = logs.strings(LogsSchema.BODY);
        return Optional.of(
                switch (LogsSchema.typeOfBody(code)) {
                    case STRING -> AnyValue.of(texts.text(row));
                    case BOOL -> AnyValue.of(logs.numbers(LogsSchema.BODY_NUMBER)[row] != 0);
                    case INT -> AnyValue.of(logs.numbers(LogsSchema.BODY_NUMBER)[row]);
                    case DOUBLE -> AnyValue.of(Double.longBitsToDouble(logs.numbers(LogsSchema.BODY_NUMBER)[row]));
                    case BYTES -> new AnyValue.BytesValue(texts.copy(texts.code(row)));
                    case ARRAY, MAP, OVERFLOW -> {
                        int at = texts.code(row);
                        yield SegmentReader.message(
                                ColumnId.field(LogsSchema.SCHEMA, LogsSchema.BODY),
                                () -> AnyValueWire.read(
                                        new ProtoReader(texts.buffer(), texts.offset(at), texts.length(at))));
                    }
                    case EMPTY -> AnyValue.EMPTY;
                });
    }
}

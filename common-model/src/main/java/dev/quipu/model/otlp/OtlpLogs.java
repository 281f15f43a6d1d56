package dev.quipu.model.otlp;

import dev.quipu.model.AnyValue;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.LogRecord;
import dev.quipu.model.Resource;
import dev.quipu.model.Signal;
import dev.quipu.model.SpanId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Log records as {@code LogsData}, which on the wire is also {@code ExportLogsServiceRequest}: for answers and for
 * readers of answers. The way in takes another, allocation-free road.
 */
public final class OtlpLogs {

    private OtlpLogs() {}

    /** {@code LogsData} in the protobuf form; blocks in the order of their first record. */
    public static byte[] toProtobuf(List<LogRecord> records) {
        return OtlpBlocks.write(records, LogRecord::resource, LogRecord::scope, OtlpLogs::write);
    }

    /** {@code LogsData} in the OTLP/JSON form, UTF-8. */
    public static byte[] toJson(List<LogRecord> records) {
        return OtlpJson.toJson(OtlpMessage.dataOf(Signal.LOGS), toProtobuf(records));
    }

    /**
     * Reads {@code LogsData} in the protobuf form.
     *
     * @throws OtlpFormatException when it is not that
     */
    public static List<LogRecord> read(byte[] logsData, int length) {
        return OtlpBlocks.read(logsData, length, OtlpLogs::read);
    }

    private static void write(ProtoWriter out, LogRecord log) {
        out.writeFixed64OrOmit(LogField.TIME, log.timeUnixNano());
        out.writeVarintOrOmit(LogField.SEVERITY_NUMBER, log.severityNumber());
        out.writeStringOrOmit(LogField.SEVERITY_TEXT, log.severityText());
        log.body().ifPresent(body -> {
            int value = out.begin(LogField.BODY);
            AnyValueWire.write(out, body);
            out.end(value);
        });
        AnyValueWire.writeAll(out, LogField.ATTRIBUTES, log.attributes());
        out.writeVarintOrOmit(LogField.DROPPED_ATTRIBUTES, Integer.toUnsignedLong(log.droppedAttributesCount()));
        out.writeFixed32OrOmit(LogField.FLAGS, log.flags());
        if (log.traceId().isPresent()) {
            out.writeId(LogField.TRACE_ID, log.traceIdHigh(), log.traceIdLow());
        }
        if (log.spanId().isPresent()) {
            out.writeId(LogField.SPAN_ID, log.spanId().value());
        }
        out.writeFixed64OrOmit(LogField.OBSERVED_TIME, log.observedTimeUnixNano());
        out.writeStringOrOmit(LogField.EVENT_NAME, log.eventName());
    }

    private static LogRecord read(ProtoReader in, Resource resource, InstrumentationScope scope) {
        long time = 0;
        long observedTime = 0;
        int severityNumber = 0;
        String severityText = "";
        Optional<AnyValue> body = Optional.empty();
        List<KeyValue> attributes = new ArrayList<>();
        int dropped = 0;
        int flags = 0;
        long high = 0;
        long low = 0;
        SpanId spanId = SpanId.NONE;
        String eventName = "";
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case LogField.TIME -> time = in.readFixed64();
                case LogField.SEVERITY_NUMBER -> severityNumber = (int) in.readVarint();
                case LogField.SEVERITY_TEXT -> severityText = in.readString();
                case LogField.BODY -> {
                    int message = in.enter();
                    body = Optional.of(AnyValueWire.read(in));
                    in.leave(message);
                }
                case LogField.ATTRIBUTES -> attributes.add(AnyValueWire.readNested(in));
                case LogField.DROPPED_ATTRIBUTES -> dropped = (int) in.readVarint();
                case LogField.FLAGS -> flags = in.readFixed32();
                case LogField.TRACE_ID -> {
                    high = WireId.high(in);
                    low = WireId.low(in);
                }
                case LogField.SPAN_ID -> spanId = new SpanId(WireId.read64(in));
                case LogField.OBSERVED_TIME -> observedTime = in.readFixed64();
                case LogField.EVENT_NAME -> eventName = in.readString();
                default -> in.skip(tag);
            }
        }
        return new LogRecord(
                resource,
                scope,
                time,
                observedTime,
                severityNumber,
                severityText,
                body,
                attributes,
                dropped,
                flags,
                high,
                low,
                spanId,
                eventName);
    }
}

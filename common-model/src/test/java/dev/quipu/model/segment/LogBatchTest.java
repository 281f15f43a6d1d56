package dev.quipu.model.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.quipu.model.LogRecord;
import dev.quipu.model.RandomLogs;
import dev.quipu.model.Signal;
import dev.quipu.model.SpanId;
import dev.quipu.model.otlp.OtlpLogs;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is taken of requests with log records, and what is not. */
class LogBatchTest {

    private static final long NOW = 1_795_000_000_000_000_000L;

    private static io.opentelemetry.proto.logs.v1.LogRecord.Builder log() {
        return io.opentelemetry.proto.logs.v1.LogRecord.newBuilder()
                .setTimeUnixNano(NOW)
                .setBody(AnyValue.newBuilder().setStringValue("line"));
    }

    private static RecordRequest request(io.opentelemetry.proto.logs.v1.LogRecord.Builder... logs) {
        ScopeLogs.Builder scope = ScopeLogs.newBuilder();
        Arrays.stream(logs).forEach(scope::addLogRecords);
        return request(ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder().addScopeLogs(scope))
                .build()
                .toByteArray());
    }

    private static RecordRequest request(byte[] body) {
        return new RecordRequest(RequestKey.ofBody("default", Signal.LOGS, body, body.length), body, body.length);
    }

    private static RecordBatch read(RecordRequest... requests) {
        return RecordBatch.read(Signal.LOGS, List.of(requests), IntakeLimits.DEFAULT);
    }

    private static List<LogRecord> logs(RecordBatch batch) {
        return Segments.logs(Segments.of(batch, Set.of()));
    }

    private static AnyValue nested(int depth) {
        AnyValue value = AnyValue.newBuilder().setIntValue(1).build();
        for (int i = 0; i < depth; i++) {
            value = AnyValue.newBuilder()
                    .setArrayValue(ArrayValue.newBuilder().addValues(value))
                    .build();
        }
        return value;
    }

    @Test
    void rejectsABodyNestedTooDeep() {
        RecordBatch batch = read(request(log(), log().setBody(nested(1000)), log()));

        assertThat(batch.reading(0).rejected()).isEqualTo(Map.of(RejectReason.VALUE_TOO_DEEP, 1));
        assertThat(logs(batch)).hasSize(2);
    }

    @Test
    void rejectsAnAttributeNestedTooDeep() {
        RecordBatch batch = read(request(
                log(), log().addAttributes(KeyValue.newBuilder().setKey("deep").setValue(nested(1000)))));

        assertThat(batch.reading(0).rejected()).isEqualTo(Map.of(RejectReason.VALUE_TOO_DEEP, 1));
        assertThat(logs(batch)).hasSize(1);
    }

    @Test
    void keepsATenMegabyteBody() {
        String line = "word ".repeat(2 << 20);

        LogRecord found = logs(read(request(log().setBody(AnyValue.newBuilder().setStringValue(line)))))
                .get(0);

        assertThat(found.body()).isEqualTo(Optional.of(dev.quipu.model.AnyValue.of(line)));
    }

    @Test
    void tellsAnAbsentBodyFromAnEmptyOne() {
        List<LogRecord> found = logs(read(request(log().clearBody(), log().setBody(AnyValue.getDefaultInstance()))));

        assertThat(found)
                .extracting(LogRecord::body)
                .containsExactlyInAnyOrder(Optional.empty(), Optional.of(dev.quipu.model.AnyValue.EMPTY));
    }

    /** As the protocol asks: such a record belongs to no trace, and is kept. */
    @Test
    void takesIdsOfOddLengthAsAbsent() {
        LogRecord found = logs(read(request(log().setTraceId(ByteString.copyFrom(new byte[3]))
                        .setSpanId(ByteString.copyFrom(new byte[] {1, 2, 3})))))
                .get(0);

        assertThat(found.traceId()).isEmpty();
        assertThat(found.spanId()).isEqualTo(SpanId.NONE);
    }

    @Test
    void keepsRecordsWithoutATimeByWhenTheyWereObserved() {
        RecordBatch batch =
                read(request(log().setTimeUnixNano(0).setObservedTimeUnixNano(NOW), log().setTimeUnixNano(0)));

        List<RecordBatch.Partition> partitions = batch.partitions(1, NOW);

        assertThat(partitions.stream().map(RecordBatch.Partition::day))
                .containsExactlyInAnyOrder(StorageDay.UNDATED, (int) (NOW / 86_400_000_000_000L));
    }

    @Test
    void keepsTheLogsOfATraceInItsBucket() {
        ByteString trace = ByteString.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
        RecordBatch spans = RecordBatch.read(Signal.TRACES, List.of(spanOf(trace)), IntakeLimits.DEFAULT);
        RecordBatch logs = read(request(log().setTraceId(trace)));

        assertThat(logs.partitions(7, NOW).get(0).bucket())
                .isEqualTo(spans.partitions(7, NOW).get(0).bucket());
    }

    private static RecordRequest spanOf(ByteString trace) {
        byte[] body = io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(io.opentelemetry.proto.trace.v1.ResourceSpans.newBuilder()
                        .addScopeSpans(io.opentelemetry.proto.trace.v1.ScopeSpans.newBuilder()
                                .addSpans(io.opentelemetry.proto.trace.v1.Span.newBuilder()
                                        .setTraceId(trace)
                                        .setSpanId(ByteString.copyFrom(new byte[] {1, 0, 0, 0, 0, 0, 0, 0}))
                                        .setStartTimeUnixNano(NOW))))
                .build()
                .toByteArray();
        return new RecordRequest(RequestKey.ofBody("default", Signal.TRACES, body, body.length), body, body.length);
    }

    @Test
    void readsBackWhateverItTookOfADamagedBody() {
        byte[] whole = OtlpLogs.toProtobuf(new RandomLogs(17).logs(20));
        Random random = new Random(17);
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = whole.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }

            RecordBatch batch = read(request(damaged), request(log()));

            assertThat(logs(batch)).hasSize(batch.reading(0).accepted() + 1);
        }
    }

    /** However well they compress: whoever reads a row group has to hold its texts. */
    @Test
    void cutsRowGroupsOfLongTextsShort() {
        io.opentelemetry.proto.logs.v1.LogRecord.Builder[] texts =
                new io.opentelemetry.proto.logs.v1.LogRecord.Builder[600];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = log().setBody(AnyValue.newBuilder().setStringValue(i + "x".repeat(100_000)));
        }

        Segment segment = Segments.of(read(request(texts)), Set.of()).get(0);

        assertThat(segment.head().rowGroups())
                .allMatch(group -> group.rows() * 100_000L <= SegmentWriter.ROW_GROUP_BYTES);
        assertThat(Segments.logs(List.of(segment))).hasSize(600);
        assertThat(SegmentMerger.decodedBytes(segment)).isBetween(60_000_000L, 62_000_000L);
    }
}

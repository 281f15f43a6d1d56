package dev.quipu.model.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.quipu.model.Component;
import dev.quipu.model.RandomSpans;
import dev.quipu.model.Signal;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordBatchTest {

    private static final long NOW = 1_795_000_000_000_000_000L;

    private static io.opentelemetry.proto.trace.v1.Span.Builder span(int number) {
        return io.opentelemetry.proto.trace.v1.Span.newBuilder()
                .setTraceId(
                        ByteString.copyFrom(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) number}))
                .setSpanId(ByteString.copyFrom(new byte[] {0, 0, 0, 0, 0, 0, 0, (byte) (number + 1)}))
                .setStartTimeUnixNano(NOW)
                .setEndTimeUnixNano(NOW + 5);
    }

    private static RecordRequest request(io.opentelemetry.proto.trace.v1.Span.Builder... spans) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        Arrays.stream(spans).forEach(scope::addSpans);
        byte[] body = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
                .build()
                .toByteArray();
        return request(body);
    }

    private static RecordRequest request(byte[] body) {
        return new RecordRequest(RequestKey.ofBody("default", Signal.TRACES, body, body.length), body, body.length);
    }

    private static RecordBatch read(RecordRequest... requests) {
        return RecordBatch.read(Signal.TRACES, List.of(requests), IntakeLimits.DEFAULT);
    }

    private static void assertRejects(RejectReason reason, io.opentelemetry.proto.trace.v1.Span.Builder bad) {
        RecordBatch batch = read(request(span(1), bad, span(2)));

        assertThat(batch.reading(0).offered()).isEqualTo(3);
        assertThat(batch.reading(0).accepted()).isEqualTo(2);
        assertThat(batch.reading(0).rejected()).isEqualTo(Map.of(reason, 1));
        assertThat(batch.reading(0).message()).isEqualTo(reason.sentence() + " (1 record)");
        Segment segment = Segments.of(batch, Set.of()).get(0);
        assertThat(Segments.spans(List.of(segment))).hasSize(2);
        assertThat(segment.head().ledger())
                .containsExactly(
                        new SegmentHead.LedgerLine(new Component("", "", ""), Outcome.REJECTED, reason.label(), 1, 0));
    }

    @Test
    void rejectsAllZeroTraceId() {
        assertRejects(RejectReason.INVALID_TRACE_ID, span(9).setTraceId(ByteString.copyFrom(new byte[16])));
    }

    @Test
    void rejectsShortTraceId() {
        assertRejects(RejectReason.INVALID_TRACE_ID, span(9).setTraceId(ByteString.copyFrom(new byte[] {1, 2})));
    }

    @Test
    void rejectsMissingSpanId() {
        assertRejects(RejectReason.INVALID_SPAN_ID, span(9).clearSpanId());
    }

    @Test
    void rejectsLongParentSpanId() {
        assertRejects(
                RejectReason.INVALID_PARENT_SPAN_ID,
                span(9).setParentSpanId(ByteString.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9})));
    }

    @Test
    void rejectsLinkWithShortTraceId() {
        assertRejects(
                RejectReason.INVALID_LINK_ID,
                span(9).addLinks(io.opentelemetry.proto.trace.v1.Span.Link.newBuilder()
                        .setTraceId(ByteString.copyFrom(new byte[3]))));
    }

    @Test
    void saysWhoseTraceARejectedSpanWasOf() {
        io.opentelemetry.proto.trace.v1.Span.Builder bad = span(7).setSpanId(ByteString.copyFrom(new byte[8]));
        TraceId traceId =
                TraceId.parse(HexFormat.of().formatHex(bad.getTraceId().toByteArray()));

        assertThat(read(request(span(1), bad, bad, span(3).clearTraceId()))
                        .reading(0)
                        .rejectedTraces())
                .containsExactly(new RequestReading.RejectedTrace(traceId, RejectReason.INVALID_SPAN_ID, 2));
    }

    @Test
    void rejectsTextThatIsNotUtf8() {
        byte[] good = request(span(1), span(9).setName("NAME"), span(2)).body();
        for (int i = 0; i < good.length - 4; i++) {
            if (good[i] == 'N' && good[i + 1] == 'A' && good[i + 2] == 'M') {
                good[i] = (byte) 0xff;
            }
        }

        RecordBatch batch = read(request(good));

        assertThat(batch.reading(0).rejected()).isEqualTo(Map.of(RejectReason.INVALID_UTF8, 1));
        assertThat(batch.reading(0).accepted()).isEqualTo(2);
    }

    @Test
    void rejectsValueNestedTooDeep() {
        AnyValue value = AnyValue.newBuilder().setIntValue(1).build();
        for (int i = 0; i < 1000; i++) {
            value = AnyValue.newBuilder()
                    .setArrayValue(ArrayValue.newBuilder().addValues(value))
                    .build();
        }
        assertRejects(
                RejectReason.VALUE_TOO_DEEP,
                span(9).addAttributes(KeyValue.newBuilder().setKey("deep").setValue(value)));
    }

    @Test
    void keepsSpanThatEndsBeforeItStarts() {
        List<Span> spans =
                Segments.spans(Segments.of(read(request(span(1).setEndTimeUnixNano(NOW - 1_000))), Set.of()));

        assertThat(spans.get(0).durationNanos()).isEqualTo(-1_000);
    }

    @Test
    void keepsAHundredThousandAttributesOfOneSpan() {
        io.opentelemetry.proto.trace.v1.Span.Builder wide = span(1);
        for (int i = 0; i < 100_000; i++) {
            wide.addAttributes(KeyValue.newBuilder()
                    .setKey("attribute-" + i)
                    .setValue(AnyValue.newBuilder().setIntValue(i)));
        }

        Segment segment = Segments.of(read(request(wide, span(2))), Set.of()).get(0);

        assertThat(segment.head().columns().size()).isLessThan(1_100);
        List<Span> spans = Segments.spans(List.of(segment));
        assertThat(spans.get(0).attributes()).hasSize(100_000);
        assertThat(spans.get(0).attributes().get(99_999))
                .isEqualTo(dev.quipu.model.KeyValue.of("attribute-99999", 99_999));
    }

    @Test
    void takesNothingOfATruncatedBodyAndAllOfTheOthers() {
        byte[] whole = request(span(1), span(2), span(3)).body();
        for (int length = 1; length < whole.length; length++) {
            RecordBatch batch = read(request(span(7)), request(Arrays.copyOf(whole, length)), request(span(8)));

            assertThat(batch.reading(1).unreadable()).isPresent();
            assertThat(batch.reading(1).accepted()).isZero();
            assertThat(Segments.spans(Segments.of(batch, Set.of()))).hasSize(2);
        }
    }

    @Test
    void takesNothingOfARequestWithTooManyRecords() {
        RecordBatch batch =
                RecordBatch.read(Signal.TRACES, List.of(request(span(1), span(2), span(3))), new IntakeLimits(2, 64));

        assertThat(batch.reading(0).tooLarge()).isTrue();
        assertThat(batch.partitions(1, NOW)).isEmpty();
    }

    @Test
    void takesAnEmptyRequest() {
        RecordBatch batch = read(request(new byte[0]));

        assertThat(batch.reading(0).offered()).isZero();
        assertThat(batch.partitions(1, NOW)).isEmpty();
    }

    @Test
    void cutsByDayAndKeepsFarRecordsUndated() {
        long day = 86_400_000_000_000L;
        RecordBatch batch = read(request(
                span(1),
                span(2).setStartTimeUnixNano(NOW - 7 * day),
                span(3).setStartTimeUnixNano(NOW + 3_600_000_000_000L),
                span(4).setStartTimeUnixNano(0),
                span(5).setStartTimeUnixNano(NOW + 400 * day)));

        List<RecordBatch.Partition> partitions = batch.partitions(1, NOW);

        int today = (int) (NOW / day);
        assertThat(partitions.stream().map(RecordBatch.Partition::day)).contains(StorageDay.UNDATED, today - 7, today);
        assertThat(partitions.get(0).records()).isEqualTo(2);
        assertThat(partitions.stream().mapToInt(RecordBatch.Partition::records).sum())
                .isEqualTo(5);
    }

    @Test
    void spreadsTracesOverBucketsAndKeepsEachTogether() {
        RecordBatch batch = read(Segments.request(new RandomSpans(5).spans(2_000)));

        List<RecordBatch.Partition> partitions = batch.partitions(4, NOW);

        assertThat(partitions.stream().map(RecordBatch.Partition::bucket)).contains(0, 1, 2, 3);
        Map<dev.quipu.model.TraceId, Long> bucketsOfTrace = partitions.stream()
                .flatMap(partition -> {
                    Segment segment = Segment.parse(partition
                            .encode(new SegmentId(1, partition.bucket()), "default", NOW, Set.of())
                            .framed());
                    return Segments.spans(List.of(segment)).stream()
                            .map(Span::traceId)
                            .distinct()
                            .map(trace -> Map.entry(trace, partition.bucket()));
                })
                .distinct()
                .collect(java.util.stream.Collectors.groupingBy(
                        Map.Entry::getKey, java.util.stream.Collectors.counting()));
        assertThat(bucketsOfTrace.values()).allMatch(buckets -> buckets == 1);
    }

    @Test
    void countsRepeatedRequestsAndLeavesTheirRecordsOut() {
        RecordRequest first = request(span(1), span(2));
        RecordRequest second = request(span(3));
        RecordBatch batch = read(first, second, first);

        SegmentHead whole = Segments.of(batch, Set.of()).get(0).head();
        SegmentHead without = Segments.of(batch, Set.of(first.key())).get(0).head();

        assertThat(whole.recordCount()).isEqualTo(3);
        assertThat(whole.requests())
                .containsExactly(
                        new SegmentHead.RequestEntry(first.key(), 2), new SegmentHead.RequestEntry(second.key(), 1));
        assertThat(whole.ledger()).hasSize(1);
        assertThat(whole.ledger().get(0).outcome()).isEqualTo(Outcome.DUPLICATE);
        assertThat(whole.ledger().get(0).records()).isEqualTo(2);
        assertThat(without.recordCount()).isEqualTo(1);
        assertThat(without.ledger().get(0).records()).isEqualTo(4);
        assertThat(without.setHash() + without.ledger().get(0).setHash() / 2).isNotEqualTo(0);
        assertThat(whole.setHash())
                .isEqualTo(without.setHash() + whole.ledger().get(0).setHash());
    }

    @Test
    void givesTheSameSetHashWhateverTheCut() {
        List<Span> spans = new RandomSpans(11).spans(300);
        long whole = Segments.of(spans).stream()
                .mapToLong(segment -> segment.head().setHash())
                .sum();
        long parts = 0;
        for (Span span : spans) {
            parts += Segments.of(List.of(span)).get(0).head().setHash();
        }

        assertThat(parts).isEqualTo(whole);
    }

    @Test
    void givesTheSameSetHashToAttributesBeyondTheColumns() {
        io.opentelemetry.proto.trace.v1.Span.Event.Builder event =
                io.opentelemetry.proto.trace.v1.Span.Event.newBuilder();
        io.opentelemetry.proto.trace.v1.Span.Link.Builder link = io.opentelemetry.proto.trace.v1.Span.Link.newBuilder();
        io.opentelemetry.proto.trace.v1.Span.Builder wide = span(1);
        for (int i = 0; i < AttributeColumns.MAX; i++) {
            KeyValue attribute = KeyValue.newBuilder().setKey("wide-" + i).build();
            wide.addAttributes(attribute);
            event.addAttributes(attribute);
            link.addAttributes(attribute);
        }
        RecordRequest filler = request(wide.addEvents(event).addLinks(link));
        RecordRequest spans = Segments.request(new RandomSpans(13).spans(300));

        assertThat(setHash(filler, spans)).isEqualTo(setHash(filler) + setHash(spans));
    }

    private static long setHash(RecordRequest... requests) {
        return Segments.of(read(requests), Set.of()).stream()
                .mapToLong(segment -> segment.head().setHash())
                .sum();
    }

    @Test
    void readsBackWhateverItTookOfADamagedBody() {
        RecordRequest whole = Segments.request(new RandomSpans(17).spans(20));
        Random random = new Random(17);
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = whole.body().clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }

            RecordBatch batch = read(request(damaged), request(span(8)));

            assertThat(Segments.spans(Segments.of(batch, Set.of())))
                    .hasSize(batch.reading(0).accepted() + 1);
        }
    }
}

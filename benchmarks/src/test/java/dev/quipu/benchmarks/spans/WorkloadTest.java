package dev.quipu.benchmarks.spans;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import zipkin2.codec.SpanBytesDecoder;

class WorkloadTest {

    private static final int SPANS_PER_REQUEST = 64;
    private static final int MIN_SPANS = 30_000;
    private static final long NOW = 1_800_000_000_000_000_000L;

    private final SpanWorkload workload = workload(RequestEncoding.OTLP, 7);

    @Test
    void everyRequestHasTheSameNumberOfSpansAndOneResource() throws Exception {
        for (byte[] body : turn(workload)) {
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body);
            assertThat(request.getResourceSpansCount()).isEqualTo(1);
            assertThat(request.getResourceSpans(0).getScopeSpans(0).getSpansCount())
                    .isEqualTo(SPANS_PER_REQUEST);
        }
    }

    @Test
    void aTurnLeavesNoTraceUnfinished() throws Exception {
        List<Span> spans = spans(turn(workload));
        Set<List<ByteString>> known =
                spans.stream().map(s -> List.of(s.getTraceId(), s.getSpanId())).collect(Collectors.toSet());

        assertThat(known).hasSameSizeAs(spans);
        assertThat(spans)
                .allMatch(s ->
                        s.getParentSpanId().isEmpty() || known.contains(List.of(s.getTraceId(), s.getParentSpanId())));
        assertThat(spans.stream().filter(s -> s.getParentSpanId().isEmpty()))
                .hasSize((int) spans.stream().map(Span::getTraceId).distinct().count());
    }

    @Test
    void tracesHaveAboutTenSpansOfAboutEightAttributesAndOneInSeventyFails() throws Exception {
        List<Span> spans = spans(turn(workload));
        double count = spans.size();

        assertThat(count / spans.stream().map(Span::getTraceId).distinct().count())
                .isBetween(8.0, 12.0);
        assertThat(spans.stream().mapToInt(Span::getAttributesCount).sum() / count)
                .isBetween(7.8, 8.2);
        assertThat(spans.stream().filter(WorkloadTest::failed).count() / count).isBetween(0.01, 0.02);
        assertThat(spans.stream().filter(WorkloadTest::failed)).allMatch(s -> s.getEventsCount() == 1);
    }

    @Test
    void spansOfATraceLeaveInDifferentRequests() throws Exception {
        Map<ByteString, Set<Integer>> requestsOfTrace = new java.util.HashMap<>();
        List<byte[]> turn = turn(workload);
        for (int i = 0; i < turn.size(); i++) {
            for (Span span : spans(List.of(turn.get(i)))) {
                requestsOfTrace
                        .computeIfAbsent(span.getTraceId(), id -> new HashSet<>())
                        .add(i);
            }
        }
        assertThat(requestsOfTrace.values().stream()
                        .mapToInt(Set::size)
                        .average()
                        .orElse(0))
                .isGreaterThan(3);
    }

    @Test
    void anotherTurnSharesNoIdsAndNoNumbersWithTheFirst() throws Exception {
        List<byte[]> first = turn(workload);
        List<byte[]> second = turn(workload);
        Set<ByteString> ids = new HashSet<>();
        spans(first).forEach(s -> ids.addAll(List.of(s.getTraceId(), s.getSpanId())));

        assertThat(spans(second)).noneMatch(s -> ids.contains(s.getTraceId()) || ids.contains(s.getSpanId()));
        assertThat(sessions(second)).doesNotContainAnyElementsOf(sessions(first));
    }

    @Test
    void theSpansOfALaterTurnStillBelongTogether() throws Exception {
        turn(workload);
        aTurnLeavesNoTraceUnfinished();
    }

    @Test
    void sameSeedAndRunGiveTheSameBytesAndAnotherRunDoesNot() {
        byte[] first = workload.next(NOW).toBytes();

        assertThat(workload(RequestEncoding.OTLP, 7).next(NOW).toBytes()).isEqualTo(first);
        assertThat(workload(RequestEncoding.OTLP, 8).next(NOW).toBytes()).isNotEqualTo(first);
    }

    @Test
    void tracesWereOverJustBeforeTheyAreSent() throws Exception {
        for (Span span : spans(turn(workload))) {
            assertThat(span.getEndTimeUnixNano()).isBetween(NOW - 60_000_000_000L, NOW);
            assertThat(span.getStartTimeUnixNano()).isLessThanOrEqualTo(span.getEndTimeUnixNano());
            assertThat(span.getEventsList())
                    .allMatch(event -> event.getTimeUnixNano() >= span.getStartTimeUnixNano()
                            && event.getTimeUnixNano() <= span.getEndTimeUnixNano());
        }
    }

    @Test
    void zipkinGetsTheSameSpans() throws Exception {
        SpanWorkload zipkin = workload(RequestEncoding.ZIPKIN, 7);
        List<zipkin2.Span> sent = new ArrayList<>();
        turn(zipkin).forEach(body -> SpanBytesDecoder.PROTO3.decodeList(body, sent));

        List<Span> otlp = spans(turn(workload));
        assertThat(sent).hasSameSizeAs(otlp);
        for (int i = 0; i < otlp.size(); i++) {
            assertThat(sent.get(i).traceId()).isEqualTo(hex(otlp.get(i).getTraceId()));
            assertThat(sent.get(i).id()).isEqualTo(hex(otlp.get(i).getSpanId()));
            assertThat(sent.get(i).timestampAsLong()).isEqualTo(otlp.get(i).getStartTimeUnixNano() / 1_000);
            assertThat(sent.get(i).tags())
                    .hasSizeGreaterThanOrEqualTo(otlp.get(i).getAttributesCount());
        }
    }

    private static SpanWorkload workload(RequestEncoding encoding, long run) {
        return new WorkloadBuilder(1, encoding, SPANS_PER_REQUEST).build(run, MIN_SPANS);
    }

    private static List<byte[]> turn(SpanWorkload workload) {
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < workload.requests(); i++) {
            bodies.add(workload.next(NOW).toBytes());
        }
        return bodies;
    }

    private static List<Span> spans(List<byte[]> bodies) throws InvalidProtocolBufferException {
        List<Span> spans = new ArrayList<>();
        for (byte[] body : bodies) {
            ExportTraceServiceRequest.parseFrom(body)
                    .getResourceSpansList()
                    .forEach(r -> r.getScopeSpansList().forEach(s -> spans.addAll(s.getSpansList())));
        }
        return spans;
    }

    private static boolean failed(Span span) {
        return span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
    }

    private static Set<String> sessions(List<byte[]> bodies) throws InvalidProtocolBufferException {
        return spans(bodies).stream()
                .flatMap(span -> span.getAttributesList().stream())
                .map(attribute -> attribute.getValue().getStringValue())
                .filter(value -> value.contains("session="))
                .map(value -> value.substring(value.indexOf("session=")))
                .collect(Collectors.toSet());
    }

    private static String hex(ByteString id) {
        StringBuilder hex = new StringBuilder();
        id.forEach(b -> hex.append(String.format("%02x", b)));
        return hex.toString();
    }
}

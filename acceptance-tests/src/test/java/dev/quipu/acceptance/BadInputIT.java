package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is sent gets a clear answer or comes back as it was, and what was sent before, beside and after it is kept.
 */
class BadInputIT {

    private static final String SERVICE = "bad-input";
    private static final long MAX_RESIDENT_BYTES = 512L << 20;

    private final Cluster cluster = Cluster.shared();
    private final OtlpHttp collector = cluster.otlpHttp();
    private final List<OtlpSpan> neighbours = new ArrayList<>();

    @BeforeEach
    void sendBefore() throws IOException {
        sendNeighbour();
    }

    @AfterEach
    void nothingElseIsLost() throws IOException {
        sendNeighbour();
        SpanSets.assertSame(
                cluster.storageApi()
                        .traces(neighbours.stream().map(OtlpSpan::traceId).toList()),
                neighbours);
    }

    @AfterAll
    static void theCollectorsMemoryStayedBounded() {
        assertThat(Cluster.shared().collector().peakResidentBytes()).isLessThan(MAX_RESIDENT_BYTES);
    }

    @Test
    void rejectsAnAllZeroTraceId() throws IOException {
        assertOnlyThisIsRejected(Requests.span("zero trace id").setTraceId(ByteString.copyFrom(new byte[16])));
    }

    @Test
    void rejectsAnAllZeroSpanId() throws IOException {
        assertOnlyThisIsRejected(Requests.span("zero span id").setSpanId(ByteString.copyFrom(new byte[8])));
    }

    @Test
    void tellsTheFateOfATraceOfWhichNothingWasTaken() throws IOException {
        Span.Builder span = Requests.span("rejected for good").setSpanId(ByteString.copyFrom(new byte[8]));
        assertOnlyThisIsRejected(span);

        String path = "/v1/fate/" + HexFormat.of().formatHex(span.getTraceId().toByteArray());
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonNode fate = cluster.storageApi().json(path, Map.of());
            assertThat(fate.path("fate").asText()).as(fate.toString()).isEqualTo("rejected");
            assertThat(fate.findValuesAsText("reason")).contains("invalid_span_id");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 15, 17, 32})
    void rejectsATraceIdOfAnotherLength(int bytes) throws IOException {
        assertOnlyThisIsRejected(Requests.span("odd trace id").setTraceId(ones(bytes)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 9, 16})
    void rejectsASpanIdOfAnotherLength(int bytes) throws IOException {
        assertOnlyThisIsRejected(Requests.span("odd span id").setSpanId(ones(bytes)));
    }

    @Test
    void keepsASpanThatEndsBeforeItStarts() throws IOException {
        Span.Builder span = Requests.span("backwards");
        assertKept(span.setEndTimeUnixNano(span.getStartTimeUnixNano() - 1_000_000));
    }

    @Test
    void keepsASpanWithoutTimes() throws IOException {
        assertKept(Requests.span("no times").clearStartTimeUnixNano().clearEndTimeUnixNano());
    }

    @Test
    void keepsAnAttributeOfTenMegabytes() throws IOException {
        assertKept(Requests.span("large attribute").addAttributes(Requests.attribute("large", "x".repeat(10_000_000))));
    }

    @Test
    void keepsAHundredThousandAttributes() throws IOException {
        Span.Builder span = Requests.span("many attributes");
        for (int i = 0; i < 100_000; i++) {
            span.addAttributes(Requests.attribute("key." + i, "value " + i));
        }
        assertKept(span);
    }

    @Test
    void keepsMapsNestedTwentyDeep() throws IOException {
        AnyValue value = AnyValue.newBuilder().setStringValue("bottom").build();
        for (int i = 0; i < 20; i++) {
            KeyValue entry = KeyValue.newBuilder().setKey("k").setValue(value).build();
            value = AnyValue.newBuilder()
                    .setKvlistValue(KeyValueList.newBuilder().addValues(entry))
                    .build();
        }
        assertKept(Requests.span("nested")
                .addAttributes(KeyValue.newBuilder().setKey("nested").setValue(value)));
    }

    @Test
    void rejectsMapsNestedAThousandDeep() throws IOException {
        byte[] entry = {};
        for (int i = 0; i < 1_000; i++) { // KeyValue.value = AnyValue.kvlist_value = KeyValueList.values = KeyValue
            entry = Wire.field(2, Wire.field(6, Wire.field(1, entry)));
        }
        byte[] span = Wire.concat(Requests.span("nested").build().toByteArray(), Wire.field(9, entry));
        ExportTraceServiceRequest beside = Requests.of(SERVICE, Requests.span("beside"));

        Answer answer =
                collector.post(Wire.concat(beside.toByteArray(), Wire.field(1, Wire.field(2, Wire.field(2, span)))));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.partialSuccess().getRejectedSpans()).isEqualTo(1);
        assertThat(answer.partialSuccess().getErrorMessage()).isNotBlank();
        assertStored(OtlpSpan.listOf(beside));
    }

    @Test
    void keepsEveryKindOfValue() throws IOException {
        assertKept(Requests.span("values")
                .addAttributes(KeyValue.newBuilder().setKey("absent"))
                .addAttributes(Requests.attribute("", "empty key"))
                .addAttributes(Requests.attribute("twice", "a"))
                .addAttributes(Requests.attribute("twice", "b"))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("bytes")
                        .setValue(AnyValue.newBuilder().setBytesValue(ones(3))))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("mixed")
                        .setValue(AnyValue.newBuilder()
                                .setArrayValue(ArrayValue.newBuilder()
                                        .addValues(AnyValue.newBuilder().setIntValue(Long.MIN_VALUE))
                                        .addValues(AnyValue.newBuilder().setDoubleValue(Double.NaN))
                                        .addValues(AnyValue.newBuilder())))));
    }

    @Test
    void keepsUnknownEnumValuesAndFlags() throws IOException {
        Span.Builder span = Requests.span("from the future").setKindValue(99).setFlags(0xffff_ffff);
        span.getStatusBuilder().setCodeValue(77).setMessage("unheard of");
        assertKept(span);
    }

    @Test
    void keepsSpansWithTheSameIds() throws IOException {
        Span.Builder one = Requests.span("one");
        assertKept(one, one.clone().setName("another"), one.clone().setKind(Span.SpanKind.SPAN_KIND_CLIENT));
    }

    @Test
    void keepsTheSameSpanTwiceInOneRequest() throws IOException {
        Span.Builder one = Requests.span("twin");
        assertKept(one, one.clone());
    }

    @Test
    void keepsAndFindsSpansOfLastWeekAndOfAnHourAhead() throws IOException {
        for (Duration shift : List.of(Duration.ofDays(-7), Duration.ofHours(1))) {
            Instant start = Instant.now().plus(shift);
            String name = "shifted by " + shift;
            Span.Builder span = Requests.span(name)
                    .setStartTimeUnixNano(Requests.unixNano(start))
                    .setEndTimeUnixNano(Requests.unixNano(start.plusMillis(3)));
            assertKept(span);
            assertThat(cluster.storageApi()
                            .json(
                                    "/v1/spans",
                                    Map.of(
                                            "q", "name = \"" + name + "\"",
                                            "from", start.minusSeconds(60).toString(),
                                            "to", start.plusSeconds(60).toString()))
                            .path("spans"))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 100_000})
    void keepsALargeTrace(int spans) throws IOException {
        ByteString traceId = Requests.randomId(16);
        Span.Builder root = Requests.span("root", traceId);
        List<Span.Builder> all = new ArrayList<>(List.of(root));
        while (all.size() < spans) {
            all.add(Requests.span("child " + all.size() % 50, traceId).setParentSpanId(root.getSpanId()));
        }
        assertKept(all.toArray(Span.Builder[]::new));
    }

    @Test
    void takesAnEmptyRequest() throws IOException {
        assertThat(collector.post(new byte[0]).status()).isEqualTo(200);
    }

    @Test
    void answersTruncatedProtobufWithAStatus() throws IOException {
        byte[] body = Requests.of(SERVICE, Requests.span("truncated")).toByteArray();
        assertRefused(400, collector.post(Arrays.copyOf(body, body.length - 7)));
    }

    @Test
    void answersNoiseWithAStatus() throws IOException {
        byte[] noise = new byte[10_000];
        new java.util.Random(1).nextBytes(noise);
        assertRefused(400, collector.post(noise));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{\"resourceSpans\": 1}",
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"xyz\"}]}]}]}"
            })
    void answersUnreadableJsonWithAStatusInJson(String body) throws IOException {
        Answer answer = collector.post(body.getBytes(StandardCharsets.UTF_8), OtlpHttp.JSON, "identity");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith(OtlpHttp.JSON);
        assertThat(answer.text()).contains("\"message\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/octet-stream", ""})
    void answersAnotherContentTypeWith415(String contentType) throws IOException {
        byte[] body = Requests.of(SERVICE, Requests.span("wrong type")).toByteArray();
        assertThat(collector.post(body, contentType, "identity").status()).isEqualTo(415);
    }

    @Test
    void answersABodyThatIsNotGzippedAsItSaysWith400() throws IOException {
        byte[] body = Requests.of(SERVICE, Requests.span("not gzip")).toByteArray();
        assertRefused(400, collector.post(body, OtlpHttp.PROTOBUF, "gzip"));
    }

    @Test
    void answersABodyThatIsTooLargeWith413() throws IOException {
        assertThat(RawHttp.postUntilAnswered(
                        cluster.collector().port(), RawHttp.withLength(40_000_000), 1_000_000, Duration.ZERO))
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void answersABombWith413(String encoding) throws IOException {
        Answer answer = collector.post(Bombs.gibibyteOfZeros(encoding), OtlpHttp.PROTOBUF, encoding);
        assertRefused(413, answer);
    }

    @Test
    void answersAChunkedBodyThatNeverEnds() throws IOException {
        assertThat(RawHttp.postUntilAnswered(cluster.collector().port(), RawHttp.CHUNKED, 10, Duration.ofMillis(200)))
                .isEqualTo(408);
    }

    @Test
    void answersAChunkedBodyThatNeverEndsAndIsFastWith413() throws IOException {
        assertThat(RawHttp.postUntilAnswered(cluster.collector().port(), RawHttp.CHUNKED, 1_000_000, Duration.ZERO))
                .isEqualTo(413);
    }

    private void sendNeighbour() throws IOException {
        ExportTraceServiceRequest request = Requests.of("neighbour", Requests.span("neighbour"));
        assertThat(collector.post(request.toByteArray()).status()).isEqualTo(200);
        neighbours.addAll(OtlpSpan.listOf(request));
    }

    private void assertKept(Span.Builder... spans) throws IOException {
        ExportTraceServiceRequest request = Requests.of(SERVICE, spans);
        Answer answer = collector.post(request.toByteArray());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.partialSuccess().getRejectedSpans()).as(answer.text()).isZero();
        assertStored(OtlpSpan.listOf(request));
    }

    /** Of a request with one good span on either side, just this one is rejected, and the sender is told why. */
    private void assertOnlyThisIsRejected(Span.Builder bad) throws IOException {
        Span.Builder before = Requests.span("before");
        Span.Builder after = Requests.span("after");
        Answer answer = collector.post(Requests.of(SERVICE, before, bad, after).toByteArray());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.partialSuccess().getRejectedSpans()).isEqualTo(1);
        assertThat(answer.partialSuccess().getErrorMessage()).isNotBlank();
        assertStored(OtlpSpan.listOf(Requests.of(SERVICE, before, after)));
    }

    @Test
    void theLedgerCountsEachRejectedSpanWithItsReason() throws IOException {
        long before = rejected();
        assertOnlyThisIsRejected(Requests.span("zero").setTraceId(ByteString.copyFrom(new byte[16])));
        assertThat(rejected()).isEqualTo(before + 1);
    }

    private long rejected() {
        long count = 0;
        for (JsonNode ofReason : Ledger.of(cluster.storageApi()).counts().path("rejected")) {
            count += ofReason.asLong();
        }
        return count;
    }

    private void assertStored(List<OtlpSpan> expected) {
        List<String> traceIds =
                expected.stream().map(OtlpSpan::traceId).distinct().toList();
        SpanSets.assertSame(cluster.storageApi().traces(traceIds), expected);
    }

    private static void assertRefused(int status, Answer answer) throws InvalidProtocolBufferException {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo(OtlpHttp.PROTOBUF);
        assertThat(Status.parseFrom(answer.body()).getMessage()).isNotBlank();
    }

    private static ByteString ones(int bytes) {
        byte[] ones = new byte[bytes];
        Arrays.fill(ones, (byte) 1);
        return ByteString.copyFrom(ones);
    }
}

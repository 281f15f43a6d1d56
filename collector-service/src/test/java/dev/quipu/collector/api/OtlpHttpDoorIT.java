package dev.quipu.collector.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.Status;
import dev.quipu.collector.CollectorApplication;
import dev.quipu.collector.Otlp;
import dev.quipu.collector.StorageStandIn;
import dev.quipu.model.Signal;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule of the OTLP specification's "OTLP/HTTP Request" and "OTLP/HTTP Response" at the running service. */
@QuarkusTest
@QuarkusTestResource(CollectorApplication.class)
class OtlpHttpDoorIT {

    private static final URI TRACES = URI.create("http://127.0.0.1:" + CollectorApplication.HTTP_PORT + "/v1/traces");
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";
    private static final int MIB = 1 << 20;

    private final StorageStandIn storage = CollectorApplication.Storage.STAND_IN;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void forget() {
        storage.clear();
    }

    @Test
    void acknowledgesProtobufInProtobuf() throws Exception {
        HttpResponse<byte[]> response = post(PROTOBUF, Otlp.request(10).toByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains(PROTOBUF);
        assertThat(ExportTraceServiceResponse.parseFrom(response.body()).hasPartialSuccess())
                .isFalse();
        assertThat(storage.records()).isEqualTo(10);
    }

    @Test
    void acknowledgesJsonInJson() throws Exception {
        HttpResponse<byte[]> response =
                post(JSON, Otlp.utf8(Otlp.json("5B8EFFF798038103D269B633813FC60C", "1544712660000000000")));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains(JSON);
        assertThat(text(response)).isEqualTo("{}");
        assertThat(storage.records()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1544712660000000000", "\"1544712660000000000\""})
    void readsInt64InJsonAsNumberAndAsString(String startTime) throws Exception {
        assertThat(post(JSON, Otlp.utf8(Otlp.json("5b8efff798038103d269b633813fc60c", startTime)))
                        .statusCode())
                .isEqualTo(200);
        assertThat(storage.heads().get(0).minTimeUnixNano()).isEqualTo(1544712660000000000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "Application/JSON;charset=UTF-8"})
    void toleratesParametersOfTheContentType(String type) throws Exception {
        assertThat(post(type, Otlp.utf8("{\"resourceSpans\":[]}")).statusCode()).isEqualTo(200);
    }

    @Test
    void saysWhatIsBadInTheDetailsOfTheStatus() throws Exception {
        Status status = Status.parseFrom(post(PROTOBUF, new byte[] {10, 127}).body());
        BadRequest.FieldViolation violation =
                status.getDetails(0).unpack(BadRequest.class).getFieldViolations(0);

        assertThat(violation.getDescription()).isEqualTo(status.getMessage());
        assertThat(violation.getField()).isEqualTo("protobuf");
    }

    @Test
    void saysWhatIsBadInTheDetailsOfAJsonStatus() throws Exception {
        assertThat(text(post(JSON, Otlp.utf8("{"))))
                .contains(
                        "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.BadRequest\",\"fieldViolations\":[{");
    }

    @ParameterizedTest
    @EnumSource(ContentCoding.class)
    void takesEveryKnownContentCoding(ContentCoding coding) throws Exception {
        byte[] body = Otlp.request(100).toByteArray();
        byte[] encoded = switch (coding) {
            case IDENTITY -> body;
            case GZIP -> Otlp.gzip(body);
            case ZSTD -> Zstd.compress(body);
            case DEFLATE -> deflate(body);
        };
        assertThat(post(PROTOBUF, encoded, "Content-Encoding", coding.name().toLowerCase())
                        .statusCode())
                .isEqualTo(200);
        assertThat(storage.records()).isEqualTo(100);
    }

    @Test
    void takesABodyOfUnknownLength() throws Exception {
        byte[] body = Otlp.request(1000).toByteArray();
        HttpRequest request = HttpRequest.newBuilder(TRACES)
                .header("Content-Type", PROTOBUF)
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body)))
                .build();
        assertThat(send(request).statusCode()).isEqualTo(200);
        assertThat(storage.records()).isEqualTo(1000);
    }

    @Test
    void takesHttp2WithoutTls() throws Exception {
        HttpClient http2 =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        for (int i = 0; i < 3; i++) {
            HttpRequest request = HttpRequest.newBuilder(TRACES)
                    .header("Content-Type", PROTOBUF)
                    .POST(BodyPublishers.ofByteArray(Otlp.request(2000).toByteArray()))
                    .build();
            assertThat(http2.send(request, HttpResponse.BodyHandlers.ofByteArray())
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(storage.records()).isEqualTo(6000);
    }

    @Test
    void acknowledgesAnEmptyRequest() throws Exception {
        HttpResponse<byte[]> response = post(PROTOBUF, new byte[0]);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void tellsRejectedSpansAsPartialSuccess() throws Exception {
        byte[] body = Otlp.of(List.of(
                        Otlp.span().build(),
                        Otlp.span()
                                .setTraceId(ByteString.copyFrom(new byte[16]))
                                .build(),
                        Otlp.span().build()))
                .toByteArray();
        HttpResponse<byte[]> response = post(PROTOBUF, body);
        assertThat(response.statusCode()).isEqualTo(200);
        var partial = ExportTraceServiceResponse.parseFrom(response.body()).getPartialSuccess();
        assertThat(partial.getRejectedSpans()).isEqualTo(1);
        assertThat(partial.getErrorMessage()).contains("traceId").contains("1 record");
        assertThat(storage.records()).isEqualTo(2);
        assertThat(storage.counted("rejected")).isEqualTo(1);
    }

    @Test
    void tellsRejectedSpansInJson() throws Exception {
        HttpResponse<byte[]> response =
                post(JSON, Otlp.utf8(Otlp.json("00000000000000000000000000000000", "1544712660000000000")));
        assertThat(response.statusCode()).isEqualTo(200);
        JsonObject partial = new JsonObject(text(response)).getJsonObject("partialSuccess");
        assertThat(partial.getString("rejectedSpans")).isEqualTo("1");
        assertThat(partial.getString("errorMessage")).contains("traceId");
    }

    @Test
    void refusesTruncatedProtobufWithAStatusInProtobuf() throws Exception {
        byte[] body = Otlp.request(10).toByteArray();
        HttpResponse<byte[]> response = post(PROTOBUF, Arrays.copyOf(body, body.length - 3));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains(PROTOBUF);
        assertThat(Status.parseFrom(response.body()).getMessage()).isNotEmpty();
        assertThat(storage.records()).isZero();
    }

    @Test
    void refusesBrokenJsonWithAStatusInJson() throws Exception {
        HttpResponse<byte[]> response = post(JSON, Otlp.utf8("{\"resourceSpans\":[{]}"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains(JSON);
        assertThat(new JsonObject(text(response)).getString("message")).isNotEmpty();
    }

    @Test
    void keepsTheRequestsAroundAnUnreadableOne() throws Exception {
        var good = client.sendAsync(
                request(PROTOBUF, Otlp.request(10).toByteArray()), HttpResponse.BodyHandlers.ofByteArray());
        var bad = client.sendAsync(request(PROTOBUF, new byte[] {10, 127}), HttpResponse.BodyHandlers.ofByteArray());
        var other = client.sendAsync(
                request(PROTOBUF, Otlp.request(20).toByteArray()), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(good.get().statusCode()).isEqualTo(200);
        assertThat(bad.get().statusCode()).isEqualTo(400);
        assertThat(other.get().statusCode()).isEqualTo(200);
        assertThat(storage.records()).isEqualTo(30);
    }

    @Test
    void refusesGzipThatIsNone() throws Exception {
        HttpResponse<byte[]> response = post(PROTOBUF, Otlp.request(1).toByteArray(), "Content-Encoding", "gzip");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Status.parseFrom(response.body()).getMessage()).startsWith("gzip");
    }

    @Test
    void refusesAnotherContentType() throws Exception {
        HttpResponse<byte[]> response = post("text/plain", Otlp.request(1).toByteArray());
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(new JsonObject(text(response)).getString("message")).contains("application/x-protobuf");
    }

    @Test
    void refusesARequestWithoutContentType() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(TRACES)
                .POST(BodyPublishers.ofByteArray(new byte[10]))
                .build();
        assertThat(send(request).statusCode()).isEqualTo(415);
    }

    @Test
    void refusesAnotherContentCodingAndNamesTheKnown() throws Exception {
        HttpResponse<byte[]> response = post(PROTOBUF, Otlp.request(1).toByteArray(), "Content-Encoding", "br");
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.headers().firstValue("Accept-Encoding")).contains("identity, gzip, deflate, zstd");
        assertThat(Status.parseFrom(response.body()).getMessage()).contains("br");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE"})
    void refusesOtherMethodsAndNamesPost(String method) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(TRACES)
                .method(method, BodyPublishers.ofByteArray(new byte[100]))
                .build();
        HttpResponse<byte[]> response = send(request);
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void refusesABodyThatIsTooLargeAsSent() throws Exception {
        HttpResponse<byte[]> response = post(PROTOBUF, new byte[20 * MIB + 1]);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(Status.parseFrom(response.body()).getMessage()).contains("20971520");
    }

    @Test
    void refusesAnEncodedBodyOfUnknownLengthThatIsTooLargeAsSent() throws Exception {
        byte[] noise = new byte[21 * MIB];
        new java.util.Random(1).nextBytes(noise);
        HttpRequest request = HttpRequest.newBuilder(TRACES)
                .header("Content-Type", PROTOBUF)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(Otlp.gzip(noise))))
                .build();
        assertThat(send(request).statusCode()).isEqualTo(413);
    }

    @Test
    void refusesABodyThatIsTooLargeInflated() throws Exception {
        HttpResponse<byte[]> response = post(PROTOBUF, Otlp.gzip(new byte[20 * MIB + 1]), "Content-Encoding", "gzip");
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(Status.parseFrom(response.body()).getMessage()).contains("20971520");
    }

    @Test
    void refusesAGzipBomb() throws Exception {
        byte[] bomb = Otlp.gzipBomb();
        assertThat(bomb.length).isLessThan(2 * MIB);
        assertThat(post(PROTOBUF, bomb, "Content-Encoding", "gzip").statusCode())
                .isEqualTo(413);
    }

    @Test
    void takesAnAttributeOfTenMegabytes() throws Exception {
        byte[] body = Otlp.of(List.of(Otlp.span()
                        .addAttributes(Otlp.text("large", "x".repeat(10_000_000)))
                        .build()))
                .toByteArray();
        assertThat(post(PROTOBUF, body).statusCode()).isEqualTo(200);
        assertThat(storage.records()).isEqualTo(1);
    }

    @Test
    void takesAHundredThousandAttributes() throws Exception {
        var span = Otlp.span();
        for (int i = 0; i < 100_000; i++) {
            span.addAttributes(Otlp.text("key." + i, "v"));
        }
        assertThat(post(PROTOBUF, Otlp.of(List.of(span.build())).toByteArray()).statusCode())
                .isEqualTo(200);
        assertThat(storage.records()).isEqualTo(1);
    }

    @Test
    void takesATraceOfAHundredThousandSpans() throws Exception {
        assertThat(post(PROTOBUF, Otlp.request(100_000).toByteArray()).statusCode())
                .isEqualTo(200);
        assertThat(storage.records()).isEqualTo(100_000);
    }

    @Test
    void rejectsASpanWithMapsNestedAThousandDeepAndKeepsTheRest() throws Exception {
        byte[] body = Otlp.of(List.of(
                        Otlp.span().setUnknownFields(Otlp.nestedAttribute(1000)).build(),
                        Otlp.span().build()))
                .toByteArray();
        HttpResponse<byte[]> response = post(PROTOBUF, body);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(ExportTraceServiceResponse.parseFrom(response.body())
                        .getPartialSuccess()
                        .getRejectedSpans())
                .isEqualTo(1);
        assertThat(storage.records()).isEqualTo(1);
    }

    @Test
    void refusesJsonNestedAHundredThousandDeep() throws Exception {
        String body = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
        assertThat(post(JSON, Otlp.utf8(body)).statusCode()).isEqualTo(400);
    }

    @Test
    void takesSpansThatAreAWeekOldOrAnHourAhead() throws Exception {
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        byte[] body = Otlp.of(List.of(
                        Otlp.span()
                                .setStartTimeUnixNano(now - TimeUnit.DAYS.toNanos(7))
                                .build(),
                        Otlp.span().build(),
                        Otlp.span()
                                .setStartTimeUnixNano(now + TimeUnit.HOURS.toNanos(1))
                                .build()))
                .toByteArray();
        HttpResponse<byte[]> response = post(PROTOBUF, body);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(storage.records()).isEqualTo(3);
    }

    @Test
    void refusesARequestWithMoreRecordsThanAllowed() throws Exception {
        byte[] span = ScopeSpans.newBuilder()
                .addSpans(io.opentelemetry.proto.trace.v1.Span.getDefaultInstance())
                .build()
                .toByteArray();
        Buffer scope = Buffer.buffer();
        for (int i = 0; i < 250_001; i++) {
            scope.appendBytes(span);
        }
        byte[] body = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.parseFrom(scope.getBytes())))
                .build()
                .toByteArray();
        HttpResponse<byte[]> response = post(PROTOBUF, body);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(Status.parseFrom(response.body()).getMessage()).contains("250000 records");
    }

    @Test
    void keepsTheRecordsOfTenantsApart() throws Exception {
        post(PROTOBUF, Otlp.request(3).toByteArray(), "Quipu-Tenant", "blue");
        post(PROTOBUF, Otlp.request(4).toByteArray());
        assertThat(storage.heads())
                .extracting(head -> head.tenant() + " " + head.recordCount())
                .containsExactlyInAnyOrder("blue 3", "default 4");
        assertThat(storage.heads()).allMatch(head -> head.signal() == Signal.TRACES);
    }

    @Test
    void refusesATenantOfAnotherForm() throws Exception {
        assertThat(post(PROTOBUF, Otlp.request(1).toByteArray(), "Quipu-Tenant", "a b")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void storesARequestOnceUnderOneIdempotencyKey() throws Exception {
        assertThat(post(PROTOBUF, Otlp.request(3).toByteArray(), "Idempotency-Key", "k1")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<byte[]> second = post(PROTOBUF, Otlp.request(5).toByteArray(), "Idempotency-Key", "k1");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(ExportTraceServiceResponse.parseFrom(second.body()).hasPartialSuccess())
                .isFalse();
        assertThat(storage.records()).isEqualTo(3);
        assertThat(storage.counted("duplicate")).isEqualTo(5);
    }

    private HttpResponse<byte[]> post(String type, byte[] body, String... headers) throws Exception {
        return send(request(type, body, headers));
    }

    private static HttpRequest request(String type, byte[] body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(TRACES).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static byte[] deflate(byte[] body) {
        Deflater deflater = new Deflater();
        deflater.setInput(body);
        deflater.finish();
        byte[] out = new byte[body.length + 100];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }
}

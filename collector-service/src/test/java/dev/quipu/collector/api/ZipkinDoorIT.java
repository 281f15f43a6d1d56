package dev.quipu.collector.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.collector.CollectorApplication;
import dev.quipu.collector.Otlp;
import dev.quipu.collector.StorageStandIn;
import dev.quipu.model.Signal;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.codec.SpanBytesEncoder;

/** Zipkin's API for senders at the running service. */
@QuarkusTest
@QuarkusTestResource(CollectorApplication.class)
class ZipkinDoorIT {

    private static final String JSON = "application/json";

    private final StorageStandIn storage = CollectorApplication.Storage.STAND_IN;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void forget() {
        storage.clear();
    }

    private static List<Span> spans(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Span.newBuilder()
                        .traceId(ThreadLocalRandom.current().nextLong(), 1)
                        .id(ThreadLocalRandom.current().nextLong() | 1)
                        .name("get")
                        .timestamp(System.currentTimeMillis() * 1000)
                        .duration(5)
                        .localEndpoint(Endpoint.newBuilder().serviceName("cart").build())
                        .build())
                .toList();
    }

    @Test
    void takesEveryFormOfSpans() throws Exception {
        assertThat(post("/api/v2/spans", JSON, SpanBytesEncoder.JSON_V2.encodeList(spans(1))))
                .isEqualTo(202);
        assertThat(post("/api/v2/spans", "application/x-protobuf", SpanBytesEncoder.PROTO3.encodeList(spans(2))))
                .isEqualTo(202);
        assertThat(post("/api/v1/spans", JSON, SpanBytesEncoder.JSON_V1.encodeList(spans(4))))
                .isEqualTo(202);
        assertThat(post("/api/v1/spans", "application/x-thrift", SpanBytesEncoder.THRIFT.encodeList(spans(8))))
                .isEqualTo(202);

        assertThat(storage.records()).isEqualTo(15);
        assertThat(storage.heads()).allMatch(head -> head.signal() == Signal.TRACES);
        assertThat(storage.heads())
                .allSatisfy(head ->
                        assertThat(head.components().get(0).component().name()).isEqualTo("cart"));
    }

    @Test
    void takesGzip() throws Exception {
        byte[] body = Otlp.gzip(SpanBytesEncoder.JSON_V2.encodeList(spans(100)));

        assertThat(post("/api/v2/spans", JSON, body, "Content-Encoding", "gzip"))
                .isEqualTo(202);
        assertThat(storage.records()).isEqualTo(100);
    }

    @Test
    void storesARepeatedRequestOnce() throws Exception {
        byte[] body = SpanBytesEncoder.JSON_V2.encodeList(spans(3));

        assertThat(post("/api/v2/spans", JSON, body)).isEqualTo(202);
        assertThat(post("/api/v2/spans", JSON, body)).isEqualTo(202);
        assertThat(storage.records()).isEqualTo(3);
        assertThat(storage.counted("duplicate")).isEqualTo(3);
    }

    @Test
    void saysWhatItCannotRead() throws Exception {
        HttpResponse<String> response =
                send("/api/v2/spans", JSON, "[{\"traceId\":\"xyz\"}]".getBytes(StandardCharsets.UTF_8));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith("zipkin: expected a list of spans");
        assertThat(storage.records()).isZero();
    }

    @Test
    void refusesOtherTypesPathsAndMethods() throws Exception {
        assertThat(post("/api/v2/spans", "text/plain", new byte[0])).isEqualTo(415);
        assertThat(post("/api/v2/spans", "application/x-thrift", new byte[0])).isEqualTo(415);
        assertThat(post("/api/v3/spans", JSON, new byte[0])).isEqualTo(404);
        HttpRequest get = HttpRequest.newBuilder(uri("/api/v2/spans")).build();
        assertThat(client.send(get, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void asksToComeAgainWhileStorageIsInTrouble() throws Exception {
        storage.quarantines(false);
        storage.meet(StorageStandIn.status(400));

        HttpResponse<String> response = send("/api/v2/spans", JSON, SpanBytesEncoder.JSON_V2.encodeList(spans(1)));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    private int post(String path, String type, byte[] body, String... headers) throws Exception {
        return send(path, type, body, headers).statusCode();
    }

    private HttpResponse<String> send(String path, String type, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + CollectorApplication.ZIPKIN_PORT + path);
    }
}

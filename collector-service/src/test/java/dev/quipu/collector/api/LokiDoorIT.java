package dev.quipu.collector.api;

import static dev.quipu.collector.loki.Pushes.entry;
import static dev.quipu.collector.loki.Pushes.push;
import static dev.quipu.collector.loki.Pushes.snappy;
import static dev.quipu.collector.loki.Pushes.stream;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Loki's push at the running service. */
@QuarkusTest
@QuarkusTestResource(CollectorApplication.class)
class LokiDoorIT {

    private static final String JSON = "application/json";
    private static final String PROTOBUF = "application/x-protobuf";

    private final StorageStandIn storage = CollectorApplication.Storage.STAND_IN;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void forget() {
        storage.clear();
    }

    private static long now() {
        return System.currentTimeMillis() * 1_000_000;
    }

    private static byte[] twoEntries() {
        return push(stream("{service_name=\"cart\"}", entry(now(), "one"), entry(now(), "two")))
                .toBytes();
    }

    @Test
    void takesProtobufInSnappy() throws Exception {
        HttpResponse<String> response = send(PROTOBUF, snappy(twoEntries()));

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(storage.records()).isEqualTo(2);
        assertThat(storage.heads()).allSatisfy(head -> {
            assertThat(head.signal()).isEqualTo(Signal.LOGS);
            assertThat(head.components().get(0).component().name()).isEqualTo("cart");
        });
    }

    @Test
    void takesJsonAsItIsAndInGzip() throws Exception {
        byte[] body = ("{\"streams\": [{\"stream\": {\"job\": \"api\"}, \"values\": [[\"" + now() + "\", \"x\"]]}]}")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(send(JSON, body).statusCode()).isEqualTo(204);
        assertThat(send(JSON + "; charset=utf-8", Otlp.gzip(body), "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(204);
        assertThat(storage.records()).isEqualTo(1);
        assertThat(storage.counted("duplicate")).isEqualTo(1);
    }

    @Test
    void keepsTheRestOfAPushAndSaysWhatItRejected() throws Exception {
        HttpResponse<String> response = send(
                PROTOBUF,
                snappy(push(stream("{oops", entry(now(), "lost")), stream("{a=\"b\"}", entry(now(), "kept")))
                        .toBytes()));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith("labels: expected '='");
        assertThat(storage.records()).isEqualTo(1);
        assertThat(storage.ledgerReports())
                .as("told before the sender was")
                .anyMatch(report -> report.encode().contains("invalid_labels"));
    }

    @Test
    void saysWhatItCannotRead() throws Exception {
        assertThat(send(PROTOBUF, twoEntries()).statusCode()).isEqualTo(400);
        assertThat(send(JSON, "{}".getBytes(StandardCharsets.UTF_8)).body())
                .isEqualTo("loki: expected streams, got none");
        assertThat(storage.records()).isZero();
    }

    @Test
    void refusesOtherTypesCodingsAndMethods() throws Exception {
        assertThat(send("text/plain", new byte[0]).statusCode()).isEqualTo(415);
        assertThat(send(PROTOBUF, new byte[0], "Content-Encoding", "gzip").statusCode())
                .isEqualTo(415);
        HttpRequest get = HttpRequest.newBuilder(uri()).build();
        assertThat(client.send(get, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void refusesABombBeforeItInflates() throws Exception {
        HttpResponse<String> response = send(PROTOBUF, snappy(new byte[30 << 20]));

        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void asksToComeAgainWhileStorageIsInTrouble() throws Exception {
        storage.quarantines(false);
        storage.meet(StorageStandIn.status(400));

        HttpResponse<String> response = send(PROTOBUF, snappy(twoEntries()));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    private HttpResponse<String> send(String type, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri())
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri() {
        return URI.create("http://127.0.0.1:" + CollectorApplication.HTTP_PORT + "/loki/api/v1/push");
    }
}

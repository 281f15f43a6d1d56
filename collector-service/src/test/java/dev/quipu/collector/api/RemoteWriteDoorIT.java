package dev.quipu.collector.api;

import static dev.quipu.collector.loki.Pushes.snappy;
import static dev.quipu.collector.remotewrite.Writes.series;
import static dev.quipu.collector.remotewrite.Writes.v1;
import static dev.quipu.collector.remotewrite.Writes.v2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.collector.CollectorApplication;
import dev.quipu.collector.StorageStandIn;
import dev.quipu.collector.remotewrite.Writes;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.PointValue;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Remote write at the running service. */
@QuarkusTest
@QuarkusTestResource(CollectorApplication.class)
class RemoteWriteDoorIT {

    private static final String V1 = "application/x-protobuf";
    private static final String V2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";
    private static final String TRACE = "5b8efff798038103d269b633813fc60c";

    private final StorageStandIn storage = CollectorApplication.Storage.STAND_IN;
    private final HttpClient client = HttpClient.newHttpClient();
    private final long now = System.currentTimeMillis();

    @BeforeEach
    void forget() {
        storage.clear();
    }

    private Writes.Series requests(double value) {
        return series("__name__", "http_requests_total", "code", "200", "instance", "i:1", "job", "cart")
                .sample(value, now, now - 60_000)
                .metadata(1, "Requests.", "")
                .exemplar(1, now, "trace_id", TRACE);
    }

    @Test
    void takesVersion2AndSaysHowMuchItWrote() throws Exception {
        HttpResponse<String> response = send(V2, v2(requests(5)));

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(written(response)).containsExactly("1", "0", "1");
        MetricPoint point = storage.points().get(0);
        assertThat(point.metric().name()).isEqualTo("http_requests_total");
        assertThat(point.metric().isCounter()).isTrue();
        assertThat(point.value()).isEqualTo(PointValue.of(5.0));
        assertThat(point.timeUnixNano()).isEqualTo(now * 1_000_000);
        assertThat(point.exemplars()).hasSize(1);
        assertThat(storage.heads().get(0).components().get(0).component().name())
                .isEqualTo("cart");
    }

    @Test
    void takesVersion1() throws Exception {
        HttpResponse<String> response =
                send(V1, v1(series("__name__", "up", "job", "cart").sample(1, now)));

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(storage.points()).hasSize(1);
    }

    @Test
    void storesARepeatedRequestOnceAndTellsTheSameAgain() throws Exception {
        byte[] body = v2(requests(5), series("b", "no name").sample(1, now));

        HttpResponse<String> first = send(V2, body);
        HttpResponse<String> second = send(V2, body);

        assertThat(first.statusCode()).isEqualTo(400);
        assertThat(first.body())
                .startsWith("labels: expected __name__, got none")
                .contains("{invalid_labels=1}");
        assertThat(written(first)).containsExactly("1", "0", "1");
        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(written(second)).containsExactly("1", "0", "1");
        assertThat(storage.points()).hasSize(1);
        assertThat(storage.counted("duplicate")).isEqualTo(1);
    }

    @Test
    void wroteNothingOfWhatItCannotRead() throws Exception {
        HttpResponse<String> notSnappy = send(V2, v2(requests(5)), false);
        HttpResponse<String> notProtobuf = send(V2, new byte[] {(byte) 0xff}, true);

        assertThat(notSnappy.statusCode()).isEqualTo(400);
        assertThat(notProtobuf.statusCode()).isEqualTo(400);
        assertThat(written(notProtobuf)).containsExactly("0", "0", "0");
    }

    @Test
    void refusesOtherTypesAndCodings() throws Exception {
        assertThat(send("application/json", new byte[0]).statusCode()).isEqualTo(415);
        assertThat(send("application/x-protobuf;proto=other", new byte[0]).statusCode())
                .isEqualTo(415);
        HttpRequest gzip = request(V2, new byte[0], "gzip");
        assertThat(client.send(gzip, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(415);
    }

    @Test
    void asksToComeAgainWhileStorageIsInTrouble() throws Exception {
        storage.quarantines(false);
        storage.meet(StorageStandIn.status(400));

        HttpResponse<String> response = send(V2, v2(requests(6)));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(written(response)).containsExactly("0", "0", "0");
    }

    private static List<String> written(HttpResponse<?> response) {
        return List.of("Samples", "Histograms", "Exemplars").stream()
                .map(what -> response.headers()
                        .firstValue("X-Prometheus-Remote-Write-" + what + "-Written")
                        .orElse("none"))
                .toList();
    }

    private HttpResponse<String> send(String type, byte[] body) throws Exception {
        return send(type, body, true);
    }

    private HttpResponse<String> send(String type, byte[] body, boolean compress) throws Exception {
        return client.send(
                request(type, compress ? snappy(body) : body, "snappy"), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest request(String type, byte[] body, String encoding) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + CollectorApplication.HTTP_PORT + "/api/v1/write"))
                .header("Content-Type", type)
                .header("Content-Encoding", encoding)
                .header("X-Prometheus-Remote-Write-Version", "2.0.0")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }
}

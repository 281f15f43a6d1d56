package dev.quipu.collector.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.collector.CollectorApplication;
import dev.quipu.collector.Otlp;
import dev.quipu.collector.StorageStandIn;
import dev.quipu.model.Signal;
import dev.quipu.model.otlp.OtlpMetrics;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code /v1/metrics} has of its own; everything else it shares with {@code /v1/traces}. */
@QuarkusTest
@QuarkusTestResource(CollectorApplication.class)
class OtlpMetricsDoorIT {

    private final StorageStandIn storage = CollectorApplication.Storage.STAND_IN;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void forget() {
        storage.clear();
    }

    @Test
    void acknowledgesProtobuf() throws Exception {
        HttpResponse<byte[]> response =
                post("application/x-protobuf", Otlp.metrics(7).toByteArray());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(ExportMetricsServiceResponse.parseFrom(response.body()).hasPartialSuccess())
                .isFalse();
        assertThat(storage.heads()).allMatch(head -> head.signal() == Signal.METRICS);
        assertThat(storage.records()).isEqualTo(7);
    }

    @Test
    void acknowledgesJson() throws Exception {
        byte[] protobuf = Otlp.metrics(3).toByteArray();

        HttpResponse<byte[]> response =
                post("application/json", OtlpMetrics.toJson(OtlpMetrics.read(protobuf, protobuf.length)));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("{}");
        assertThat(storage.records()).isEqualTo(3);
    }

    @Test
    void tellsRejectedRecordsByTheirOwnName() throws Exception {
        ExportMetricsServiceRequest.Builder request = Otlp.metrics(2).toBuilder();
        request.getResourceMetricsBuilder(0)
                .getScopeMetricsBuilder(0)
                .getMetricsBuilder(0)
                .clearName();

        HttpResponse<byte[]> response =
                post("application/x-protobuf", request.build().toByteArray());

        ExportMetricsServiceResponse answer = ExportMetricsServiceResponse.parseFrom(response.body());
        assertThat(answer.getPartialSuccess().getRejectedDataPoints()).isEqualTo(2);
        assertThat(answer.getPartialSuccess().getErrorMessage()).contains("metric name");
        assertThat(storage.records()).isZero();
    }

    private HttpResponse<byte[]> post(String type, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + CollectorApplication.HTTP_PORT + "/v1/metrics"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
}

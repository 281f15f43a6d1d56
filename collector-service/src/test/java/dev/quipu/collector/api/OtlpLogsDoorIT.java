package dev.quipu.collector.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.collector.CollectorApplication;
import dev.quipu.collector.Otlp;
import dev.quipu.collector.StorageStandIn;
import dev.quipu.model.Signal;
import dev.quipu.model.otlp.OtlpLogs;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code /v1/logs} has of its own; everything else it shares with {@code /v1/traces}. */
@QuarkusTest
@QuarkusTestResource(CollectorApplication.class)
class OtlpLogsDoorIT {

    private final StorageStandIn storage = CollectorApplication.Storage.STAND_IN;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void forget() {
        storage.clear();
    }

    @Test
    void acknowledgesProtobuf() throws Exception {
        HttpResponse<byte[]> response =
                post("application/x-protobuf", Otlp.logs(7).toByteArray());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(ExportLogsServiceResponse.parseFrom(response.body()).hasPartialSuccess())
                .isFalse();
        assertThat(storage.heads()).allMatch(head -> head.signal() == Signal.LOGS);
        assertThat(storage.records()).isEqualTo(7);
    }

    @Test
    void acknowledgesJson() throws Exception {
        byte[] protobuf = Otlp.logs(3).toByteArray();

        HttpResponse<byte[]> response =
                post("application/json", OtlpLogs.toJson(OtlpLogs.read(protobuf, protobuf.length)));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("{}");
        assertThat(storage.records()).isEqualTo(3);
    }

    @Test
    void tellsRejectedRecordsByTheirOwnName() throws Exception {
        ExportLogsServiceRequest.Builder request = Otlp.logs(2).toBuilder();
        request.getResourceLogsBuilder(0)
                .getScopeLogsBuilder(0)
                .getLogRecordsBuilder(1)
                .setSeverityText("ODD");
        byte[] body = request.build().toByteArray();
        body[new String(body, StandardCharsets.ISO_8859_1).indexOf("ODD")] = (byte) 0xff;

        HttpResponse<byte[]> response = post("application/x-protobuf", body);

        ExportLogsServiceResponse answer = ExportLogsServiceResponse.parseFrom(response.body());
        assertThat(answer.getPartialSuccess().getRejectedLogRecords()).isEqualTo(1);
        assertThat(answer.getPartialSuccess().getErrorMessage()).contains("UTF-8");
        assertThat(storage.records()).isEqualTo(1);
    }

    private HttpResponse<byte[]> post(String type, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + CollectorApplication.HTTP_PORT + "/v1/logs"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
}

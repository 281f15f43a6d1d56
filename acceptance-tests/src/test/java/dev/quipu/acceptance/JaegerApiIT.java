package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was sent to the collector is found through Jaeger's API of the analysis service, as Grafana asks for it. */
class JaegerApiIT {

    private final Cluster cluster = Cluster.shared();
    private final ReadApi jaeger = new ReadApi(cluster.analysis().url());
    private final String service = "jaeger-" + UUID.randomUUID();
    private final String callee = service + "-callee";
    private final ByteString traceId = Requests.randomId(16);

    @BeforeEach
    void sendATraceOfTwoServices() throws IOException {
        Span.Builder root = Requests.span("GET /shop", traceId)
                .addAttributes(Requests.attribute("http.route", "/shop"))
                .addAttributes(Requests.attribute("user.id", "u-" + service))
                .setStatus(Status.newBuilder().setCodeValue(Status.StatusCode.STATUS_CODE_ERROR_VALUE));
        Span.Builder child = Requests.span("work", traceId).setParentSpanId(root.getSpanId());
        send(Requests.of(service, root));
        send(Requests.of(callee, child));
    }

    @Test
    void listsServicesAndTheirSpanNames() {
        assertThat(texts(jaeger.json("/api/services", Map.of()).path("data"))).contains(service, callee);
        assertThat(texts(jaeger.json("/api/services/" + service + "/operations", Map.of())
                        .path("data")))
                .containsExactly("GET /shop");
        JsonNode operation = jaeger.json("/api/operations", Map.of("service", service, "spanKind", "server"))
                .path("data")
                .path(0);
        assertThat(operation.path("name").asText()).isEqualTo("GET /shop");
        assertThat(operation.path("spanKind").asText()).isEqualTo("server");
    }

    @Test
    void findsATraceByItsId() {
        JsonNode trace = jaeger.json("/api/traces/" + OtlpSpan.hex(traceId), Map.of())
                .path("data")
                .path(0);
        assertThat(trace.path("traceID").asText()).isEqualTo(OtlpSpan.hex(traceId));
        assertThat(trace.path("spans")).hasSize(2);
        assertThat(texts(trace.path("processes"), "serviceName")).containsExactlyInAnyOrder(service, callee);
    }

    @Test
    void findsATraceByServiceOperationTagDurationAndTime() {
        for (Map<String, String> search : List.of(
                Map.of("service", service),
                Map.of("service", service, "operation", "GET /shop"),
                Map.of("service", service, "tags", "{\"http.route\":\"/shop\"}"),
                Map.of("service", service, "tags", "{\"error\":\"true\"}"),
                Map.of("service", service, "tag", "user.id:u-" + service),
                Map.of("service", service, "minDuration", "4ms", "maxDuration", "6ms"),
                Map.of("service", service, "lookback", "1h", "limit", "1"),
                Map.of("traceID", OtlpSpan.hex(traceId)))) {
            assertThat(texts(jaeger.json("/api/traces", search).path("data"), "traceID"))
                    .as(search.toString())
                    .containsExactly(OtlpSpan.hex(traceId));
        }
    }

    @Test
    void doesNotFindWhatDoesNotMatch() {
        for (Map<String, String> search : List.of(
                Map.of("service", service, "operation", "GET /other"),
                Map.of("service", service, "tags", "{\"http.route\":\"/other\"}"),
                Map.of("service", callee, "tags", "{\"error\":\"true\"}"),
                Map.of("service", service, "minDuration", "1s"),
                Map.of("service", "nobody"))) {
            assertThat(jaeger.json("/api/traces", search).path("data"))
                    .as(search.toString())
                    .isEmpty();
        }
    }

    @Test
    void countsTheCallsBetweenServices() {
        await().atMost(Duration.ofSeconds(30)).until(() -> callsOfService().size() == 1);
        JsonNode call = callsOfService().get(0);
        assertThat(call.path("child").asText()).isEqualTo(callee);
        assertThat(call.path("callCount").asInt()).isEqualTo(1);
    }

    private List<JsonNode> callsOfService() {
        List<JsonNode> calls = new ArrayList<>();
        String end = String.valueOf(System.currentTimeMillis() + 60_000);
        jaeger.json("/api/dependencies", Map.of("endTs", end, "lookback", "3600000", "service", service))
                .path("data")
                .forEach(call -> {
                    if (call.path("parent").asText().equals(service)) {
                        calls.add(call);
                    }
                });
        return calls;
    }

    @Test
    void answersAnUnknownTraceWith404() {
        assertThat(jaeger.get("/api/traces/" + OtlpSpan.hex(Requests.randomId(16)), OtlpHttp.JSON)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void everyRecordOfTheServiceWasCollectedAndStored() {
        Map<String, Double> rates = new HashMap<>();
        for (JsonNode rate :
                jaeger.json("/v1/rates", Map.of("service", service)).path("rates")) {
            assertThat(rate.path("denominator").path("records").asLong())
                    .as(rate.toString())
                    .isEqualTo(1);
            rates.put(rate.path("name").asText(), rate.path("value").asDouble());
        }
        assertThat(rates)
                .containsEntry("R_collect", 1.0)
                .containsEntry("R_store", 1.0)
                .containsKey("R_analyze");
    }

    private void send(ExportTraceServiceRequest request) throws IOException {
        assertThat(cluster.otlpHttp().post(request.toByteArray()).status()).isEqualTo(200);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static List<String> texts(JsonNode objects, String field) {
        List<String> texts = new ArrayList<>();
        objects.forEach(object -> texts.add(object.path(field).asText()));
        return texts;
    }
}

package dev.quipu.analysis.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.quipu.analysis.StoragePeer;
import dev.quipu.model.rollup.CallKey;
import dev.quipu.model.rollup.CallNode;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class SpanMetricsResourceTest {

    private final AtomicInteger calls = new AtomicInteger(2);

    private List<String> page() {
        StoragePeer.at("/v1/rollups", request -> {
            boolean isCalls = request.parameter("kind").equals("calls");
            request.send(200, isCalls ? calls() : spans());
        });
        return given().get("/v1/span-metrics")
                .then()
                .statusCode(200)
                .contentType(containsString("version=0.0.4"))
                .extract()
                .asString()
                .lines()
                .toList();
    }

    private static byte[] spans() {
        Rollup<SpanKey> spans = new Rollup<>(RollupKind.SPANS, Rollup.WHOLE);
        spans.cell(new SpanKey("shop", "cart", "GET \"/\"", 2, 2, 0)).add(3_000_000, 1);
        return RollupCodec.encode(spans);
    }

    private byte[] calls() {
        Rollup<CallKey> rollup = new Rollup<>(RollupKind.CALLS, Rollup.WHOLE);
        CallNode cart = new CallNode(CallNode.Kind.COMPONENT, "shop", "cart");
        CallNode redis = new CallNode(CallNode.Kind.DATABASE, "", "redis");
        CallKey key = new CallKey(cart, redis, CallKey.Type.QUERY, CallKey.End.CALLER, false, false, 0);
        for (int i = 0; i < calls.get(); i++) {
            rollup.cell(key).add(1_000_000, 1);
        }
        return RollupCodec.encode(rollup);
    }

    @Test
    void countsSpansAndCallsUnderTheNamesOfTheGenerators() {
        StoragePeer.reset();
        String span = "service=\"cart\",service_namespace=\"shop\",span_name=\"GET \\\"/\\\"\","
                + "span_kind=\"SPAN_KIND_SERVER\",status_code=\"STATUS_CODE_ERROR\"";
        String call = "client=\"cart\",client_service_namespace=\"shop\",server=\"redis\","
                + "server_service_namespace=\"\",connection_type=\"database\"";
        assertThat(page())
                .contains(
                        "# TYPE traces_spanmetrics_calls_total counter",
                        "traces_spanmetrics_calls_total{" + span + "} 1",
                        "traces_spanmetrics_latency_bucket{" + span + ",le=\"0.002\"} 0",
                        "traces_spanmetrics_latency_bucket{" + span + ",le=\"0.004\"} 1",
                        "traces_spanmetrics_latency_count{" + span + "} 1",
                        "traces_service_graph_request_total{" + call + "} 2",
                        "traces_service_graph_request_failed_total{" + call + "} 0",
                        "traces_service_graph_request_client_seconds_bucket{" + call + ",le=\"+Inf\"} 2");
        calls.set(1);
        assertThat(page())
                .as("what is taken back does not take a counter back")
                .contains("traces_service_graph_request_total{" + call + "} 2");
        calls.set(5);
        assertThat(page()).contains("traces_service_graph_request_total{" + call + "} 5");
    }
}

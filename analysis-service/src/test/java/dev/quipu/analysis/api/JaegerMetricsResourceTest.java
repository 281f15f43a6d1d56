package dev.quipu.analysis.api;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.quipu.analysis.StoragePeer;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class JaegerMetricsResourceTest {

    /** Points at 0:58, 0:59 and 1:00, each about the two minutes before. */
    private static final String WINDOW = "service=cart&endTs=3605000&lookback=120000&step=60000&ratePer=120000";

    private final Rollup<SpanKey> rollup = new Rollup<>(RollupKind.SPANS, 60);

    @BeforeEach
    void storageKnowsAnHour() {
        StoragePeer.reset();
        add("get", 2, 0, 57, 30, 10_000_000);
        add("get", 2, 2, 58, 10, 40_000_000);
        add("put", 2, 0, 59, 20, 5_000_000);
        add("SELECT", 3, 0, 59, 99, 1_000_000);
        StoragePeer.at("/v1/rollups", request -> request.send(200, RollupCodec.encode(rollup)));
    }

    private void add(String name, int kind, int status, long minute, int spans, long nanos) {
        for (int i = 0; i < spans; i++) {
            rollup.cell(new SpanKey("", "cart", name, kind, status, 60 * minute))
                    .add(nanos, 1);
        }
    }

    @Test
    void callsOfAServiceOverTime() {
        get("/api/metrics/calls?" + WINDOW)
                .then()
                .statusCode(200)
                .body("name", equalTo("service_call_rate"))
                .body("type", equalTo("GAUGE"))
                .body("help", equalTo("calls/sec, grouped by service"))
                .body("metrics[0].labels.name", contains("service_name"))
                .body("metrics[0].labels.value", contains("cart"))
                .body(
                        "metrics[0].metricPoints.timestamp",
                        contains("1970-01-01T00:58:00Z", "1970-01-01T00:59:00Z", "1970-01-01T01:00:00Z"))
                .body("metrics[0].metricPoints.gaugeValue.doubleValue", contains(0.25f, 40 / 120f, 0.25f));
        StoragePeer.Request asked = StoragePeer.requests("/v1/rollups").get(0);
        assertThat(asked.parameter("from")).isEqualTo("1970-01-01T00:56:00Z");
        assertThat(asked.parameter("to")).isEqualTo("1970-01-01T01:00:00Z");
        assertThat(asked.parameter("step")).isEqualTo("60s");
        assertThat(asked.parameter("service")).isEqualTo("cart");
    }

    @Test
    void errorsByOperation() {
        get("/api/metrics/errors?groupByOperation=true&" + WINDOW)
                .then()
                .body("name", equalTo("service_operation_error_rate"))
                .body("metrics[0].labels.value", contains("get", "cart"))
                .body("metrics[1].labels.value", contains("put", "cart"))
                .body("metrics[0].metricPoints.gaugeValue.doubleValue", contains(0f, 0.25f, 1f))
                .body("metrics[1].metricPoints.timestamp", contains("1970-01-01T01:00:00Z"));
    }

    @Test
    void latenciesInMilliseconds() {
        get("/api/metrics/latencies?quantile=0.95&spanKind=server&" + WINDOW)
                .then()
                .body("name", equalTo("service_latencies"))
                .body("metrics[0].metricPoints[1].gaugeValue.doubleValue.toDouble()", closeTo(40, 0.4));
    }

    @Test
    void otherKindsWhenAskedFor() {
        get("/api/metrics/calls?spanKind=client&" + WINDOW)
                .then()
                .body("metrics[0].metricPoints.gaugeValue.doubleValue", contains(99 / 120f));
        get("/api/metrics/calls?spanKind=consumer&" + WINDOW).then().body("metrics", empty());
    }

    @Test
    void aLongTimeHasNoMoreThanThreeHundredPoints() {
        get("/api/metrics/calls?service=cart&endTs=172800000&lookback=172800000&step=5000")
                .then()
                .statusCode(200);
        assertThat(StoragePeer.requests("/v1/rollups").get(0).parameter("step")).isEqualTo("600s");
    }

    @Test
    void pointsAreAMinuteApartAtLeast() {
        get("/api/metrics/minstep").then().statusCode(200).body("data", equalTo(60_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "calls                              | service",
                "latencies?service=cart             | quantile",
                "latencies?service=cart&quantile=2  | quantile",
                "calls?service=cart&spanKind=odd    | spanKind",
                "calls?service=cart&step=x          | step",
                "calls?service=cart&groupByOperation=maybe | groupByOperation"
            })
    void saysWhatIsWrongWithAParameter(String path, String parameter) {
        get("/api/metrics/" + path)
                .then()
                .statusCode(400)
                .body("errors[0].msg", containsString("unable to parse param '" + parameter + "'"));
    }
}

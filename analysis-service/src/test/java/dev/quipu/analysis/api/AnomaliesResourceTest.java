package dev.quipu.analysis.api;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.quipu.analysis.StoragePeer;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class AnomaliesResourceTest {

    private static final int SERVER = 2;
    private static final int INTERNAL = 1;
    private static final int MINUTES = 3000;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    /** Of the last hour nothing is learnt only. */
    private static final String WINDOW = "from=1970-01-03T01:00:00Z&to=1970-01-03T02:00:00Z&history=49h";

    private final Random random = new Random(8);

    @BeforeEach
    void forget() {
        StoragePeer.reset();
    }

    private static SpanKey key(String component, int kind, int status, long minute) {
        return new SpanKey("", component, "GET /", kind, status, 60 * minute);
    }

    /** Some spans a minute; in one minute of the window ten times as many, and errors. */
    private void storageKnows(String... components) {
        Rollup<SpanKey> rollup = new Rollup<>(RollupKind.SPANS, 60);
        for (String component : components) {
            for (int minute = 0; minute < MINUTES; minute++) {
                int spans = 20 + random.nextInt(5);
                boolean isOdd = component.equals("cart") && minute == MINUTES - 30;
                for (int i = 0; i < (isOdd ? 10 * spans : spans); i++) {
                    rollup.cell(key(component, SERVER, isOdd && i % 2 == 0 ? 2 : 0, minute))
                            .add(1_000_000 + random.nextInt(100_000), 1);
                }
            }
            rollup.cell(key(component, INTERNAL, 0, 0)).add(1, 1);
        }
        StoragePeer.at("/v1/rollups", request -> request.send(200, RollupCodec.encode(rollup)));
    }

    @Test
    void findsAComponentWhoseRateAndErrorsStandOut() {
        storageKnows("cart", "shop");
        get("/v1/anomalies/red?" + WINDOW)
                .then()
                .statusCode(200)
                .body("looked", equalTo(6))
                .body("series.labels.component", hasItem("cart"))
                .body("series.name", hasItem("errors"))
                .body("series.name", hasItem("rate"))
                .body("series[0].highestScore", greaterThan(0.9f))
                .body("series[0].moments[0].timeUnixNano", equalTo(Long.toString((MINUTES - 30) * MINUTE_NANOS)))
                .body("series[0].moments[0].explanation", containsString(" was expected "));
        assertThat(StoragePeer.requests("/v1/rollups").get(0).parameter("from")).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(StoragePeer.requests("/v1/rollups").get(0).parameter("step")).isEqualTo("60s");
    }

    @Test
    void readsSeriesOfMetricsPartByPart() {
        StoragePeer.at("/v1/metrics/query", request -> {
            long from = Instant.parse(request.parameter("from")).getEpochSecond() / 60;
            long to = Math.min(MINUTES, Instant.parse(request.parameter("to")).getEpochSecond() / 60);
            String values = LongStream.range(from, to)
                    .mapToObj(minute -> minute % 100 == 7 ? "null" : minute == MINUTES - 30 ? "90" : "1" + minute % 7)
                    .collect(Collectors.joining(","));
            request.json(
                    200,
                    "{\"fromUnixNano\":\"%d\",\"stepNanos\":\"%d\",\"steps\":%d,\"watermark\":\"2026-01-01T00:00:00Z\","
                                    .formatted(from * MINUTE_NANOS, MINUTE_NANOS, to - from)
                            + "\"lines\":[{\"series\":{\"metric\":\"queue.size\",\"resource\":{\"service.name\":\"cart\"},"
                            + "\"attributes\":{\"queue\":7}},\"values\":[" + values + "]}]}");
        });
        given().queryParam("match", "queue.size{service=\"cart\"}")
                .get("/v1/anomalies/metrics?function=avg&" + WINDOW)
                .then()
                .statusCode(200)
                .body("looked", equalTo(1))
                .body("series.name", contains("queue.size"))
                .body("series[0].labels.queue", equalTo("7"))
                .body("series[0].labels.'service.name'", equalTo("cart"))
                .body("series[0].moments", hasSize(1))
                .body("series[0].moments[0].value", equalTo(90f))
                .body("series[0].moments[0].timeUnixNano", equalTo(Long.toString((MINUTES - 30) * MINUTE_NANOS)))
                .body("watermark", equalTo("2026-01-01T00:00:00Z"));
        assertThat(StoragePeer.requests("/v1/metrics/query"))
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.parameter("function")).isEqualTo("avg"));
    }

    @Test
    void tooManyComponentsAreRefused() {
        storageKnows("cart", "shop", "mail");
        get("/v1/anomalies/red?" + WINDOW)
                .then()
                .statusCode(400)
                .body("detail", containsString("service: expected at most 6 series"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/anomalies/red?step=7s             | step: expected a multiple of 10s",
                "/v1/anomalies/red?history=week        | history: expected a length",
                "/v1/anomalies/red?history=10000000000000h | history: expected a length",
                "/v1/anomalies/red?step=2562047788015215h  | step: expected a length",
                "/v1/anomalies/red?history=9000h       | step: expected at most 5000 steps",
                "/v1/anomalies/red?minScore=2          | minScore: expected 0 to 1, got '2'",
                "/v1/anomalies/metrics                 | match: expected a selector of series, got none",
                "/v1/anomalies/metrics?match=a         | step: expected at most 5000 steps"
            })
    void saysWhatIsWrongWithAParameter(String path, String detail) {
        get(path).then().statusCode(400).contentType(Problem.MEDIA_TYPE).body("detail", containsString(detail));
    }
}

package dev.quipu.storage.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.quipu.model.MetricPoint;
import dev.quipu.model.PointValue;
import dev.quipu.model.TenantName;
import dev.quipu.model.otlp.OtlpMetrics;
import dev.quipu.model.segment.Segment;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.Merging;
import dev.quipu.storage.fixture.PointFixture;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Points of metrics in PostgreSQL, asked for over HTTP, against the points themselves. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class SeriesSearchIT {

    private static final int STEPS = 60;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private static List<MetricPoint> points = List.of();
    private static String tenant = "";
    private static long from;

    @Inject
    Merging merging;

    @BeforeEach
    void store() {
        if (!points.isEmpty()) {
            return;
        }
        from = Frames.nowUnixNano() / (10 * MINUTE_NANOS) * (10 * MINUTE_NANOS) - 20 * MINUTE_NANOS;
        tenant = "t" + UUID.randomUUID();
        points = new PointFixture(3).points(STEPS, from);
        for (int begin = 0; begin < points.size(); begin += 250) {
            post(points.subList(begin, Math.min(points.size(), begin + 250)));
        }
    }

    private static void post(List<MetricPoint> some) {
        Frames.ofPoints(tenant, some)
                .forEach(frame -> given().contentType(Segment.MEDIA_TYPE)
                        .body(frame)
                        .when()
                        .post("/v1/segments")
                        .then()
                        .statusCode(201));
    }

    private static RequestSpecification ask(String match) {
        return given().header(TenantName.HEADER, tenant)
                .queryParam("match", match)
                .queryParam("from", Long.toString(from))
                .queryParam("to", Long.toString(from + 10 * MINUTE_NANOS));
    }

    private static JsonPath query(String match, Map<String, String> parameters) {
        return ask(match)
                .queryParams(parameters)
                .when()
                .get("/v1/metrics/query")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .using(JsonPathConfig.jsonPathConfig().numberReturnType(JsonPathConfig.NumberReturnType.DOUBLE));
    }

    private static List<MetricPoint> where(Predicate<MetricPoint> test) {
        return points.stream().filter(test).toList();
    }

    private static String serviceOf(MetricPoint point) {
        return ((dev.quipu.model.AnyValue.StringValue)
                        point.resource().attributes().get(0).value())
                .value();
    }

    private static double number(MetricPoint point) {
        return point.value().kind() == PointValue.Kind.INT
                ? ((PointValue.IntValue) point.value()).value()
                : ((PointValue.DoubleValue) point.value()).value();
    }

    @Test
    void givesPointsBackAsTheyCame() {
        byte[] body = ask("{__name__=~\".+\"}")
                .accept("application/x-protobuf")
                .when()
                .get("/v1/metrics/points")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();

        assertThat(OtlpMetrics.read(body, body.length)).containsExactlyInAnyOrderElementsOf(points);
    }

    @Test
    void listsTheSeriesThatAreMeant() {
        JsonPath answer = ask("http.requests{service=~\"cart|stock\",http.route!=\"/b\"}")
                .when()
                .get("/v1/metrics/series")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(answer.getList("series.resource.'service.name'", String.class))
                .containsExactlyInAnyOrder("cart", "stock");
        assertThat(answer.getList("series.attributes.'http.route'", String.class))
                .containsOnly("/a");
        assertThat(answer.getList("series.kind", String.class)).containsOnly("sum");
    }

    @Test
    void averagesAGaugeOverEachStep() {
        JsonPath answer =
                query("queue.length{service=\"cart\",http.route=\"/a\"}", Map.of("function", "avg", "step", "1m"));
        List<Double> expected = new ArrayList<>();
        for (int step = 0; step < 10; step++) {
            long begin = from + step * MINUTE_NANOS;
            expected.add(where(point -> point.metric().equals(PointFixture.QUEUE)
                            && serviceOf(point).equals("cart")
                            && point.attributes().get(0).value().equals(dev.quipu.model.AnyValue.of("/a"))
                            && point.timeUnixNano() >= begin
                            && point.timeUnixNano() < begin + MINUTE_NANOS)
                    .stream()
                    .mapToDouble(SeriesSearchIT::number)
                    .average()
                    .orElseThrow());
        }

        assertThat(answer.getList("lines[0].values", Double.class)).isEqualTo(expected);
        assertThat(answer.getString("lines[0].series.resource.'service.name'")).isEqualTo("cart");
    }

    @Test
    void sumsTheIncreasesOfAllRoutesByService() {
        JsonPath answer = query(
                "http.requests", Map.of("function", "increase", "aggregate", "sum", "by", "service", "step", "10m"));

        assertThat(answer.getList("lines")).hasSize(3);
        for (int line = 0; line < 3; line++) {
            String service = answer.getString("lines[" + line + "].group.service");
            double expected = where(point -> point.metric().equals(PointFixture.REQUESTS)
                            && serviceOf(point).equals(service)
                            && point.timeUnixNano() == from + (STEPS - 1) * PointFixture.INTERVAL_NANOS)
                    .stream()
                    .mapToDouble(SeriesSearchIT::number)
                    .sum();
            assertThat(answer.getDouble("lines[" + line + "].values[0]")).isEqualTo(expected);
        }
    }

    @Test
    void findsQuantilesOfHistogramsAcrossSeries() {
        JsonPath answer = query(
                "http.duration",
                Map.of("function", "histogram_quantile", "quantile", "0.5", "aggregate", "sum", "step", "10m"));

        assertThat(answer.getList("lines")).hasSize(1);
        assertThat(answer.getDouble("lines[0].values[0]")).isCloseTo(0.6, within(0.03));
        assertThat(query("http.duration", Map.of("function", "avg", "aggregate", "avg", "step", "10m"))
                        .getDouble("lines[0].values[0]"))
                .isCloseTo(0.6, within(0.03));
    }

    @Test
    void exemplarsLeadToTheirTraces() {
        JsonPath answer = ask("http.duration{service=\"payment\"}")
                .queryParam("limit", 5)
                .when()
                .get("/v1/metrics/exemplars")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(answer.getList("exemplars")).hasSize(5);
        List<String> times = answer.getList("exemplars.timeUnixNano", String.class);
        assertThat(times).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(answer.getString("exemplars[0].traceId")).matches("[0-9a-f]{32}");
        assertThat(answer.getDouble("exemplars[0].value")).isEqualTo(0.7);
    }

    @Test
    void listsMetricsWithWhatIsToldOfThem() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(metrics(Map.of("contains", "http")).getList("metrics.name", String.class))
                                .containsExactly("http.duration", "http.requests"));

        JsonPath page = metrics(Map.of("service", "cart", "limit", "2"));
        assertThat(page.getList("metrics.name", String.class)).containsExactly("http.duration", "http.requests");
        assertThat(page.getString("metrics[1].temporality")).isEqualTo("cumulative");
        assertThat(page.getBoolean("metrics[1].monotonic")).isTrue();
        JsonPath next = metrics(Map.of("service", "cart", "cursor", page.getString("nextCursor")));
        assertThat(next.getList("metrics.name", String.class)).containsExactly("queue.length");
        assertThat(next.getString("metrics[0].description")).isEqualTo("Orders that wait.");
        assertThat(next.getString("nextCursor")).isNull();
        assertThat(metrics(Map.of("service", "nobody")).getList("metrics")).isEmpty();
    }

    private static JsonPath metrics(Map<String, String> parameters) {
        return given().header(TenantName.HEADER, tenant)
                .queryParams(parameters)
                .when()
                .get("/v1/metrics")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    void otherTenantsSeeNothing() {
        given().queryParam("match", "http.requests")
                .when()
                .get("/v1/metrics/series")
                .then()
                .statusCode(200)
                .body("series.size()", is(0));
    }

    @Test
    void answersTheSameAfterMerging() {
        Map<String, String> rate = Map.of("function", "rate", "aggregate", "sum", "by", "http.route", "step", "1m");
        List<Object> before = query("http.requests", rate).getList("lines");

        merging.merge();

        assertThat(query("http.requests", rate).getList("lines")).isEqualTo(before);
        givesPointsBackAsTheyCame();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a=~\".*\"} | avg | none | match: expected a metric name",
                "a | median | none | function: expected one of",
                "a | quantile | none | quantile: expected 0 to 1, got none",
                "a | avg | middle | aggregate: expected one of",
                "http.requests | histogram_quantile&quantile=0.5 | none | function: expected one for numbers",
                "http.duration | max | none | function: expected increase, rate, avg, last or histogram_quantile",
                "a | avg&by=x | none | by: expected an aggregation with it",
                "a | avg&step=1ms | none | step: expected at most 2000 steps",
            })
    void saysWhatIsWrong(String match, String function, String aggregate, String message) {
        String[] parts = function.split("&");
        RequestSpecification asked = ask(match).queryParam("function", parts[0]).queryParam("aggregate", aggregate);
        if (parts.length > 1) {
            asked = asked.queryParam(parts[1].split("=")[0], parts[1].split("=")[1]);
        }

        asked.when().get("/v1/metrics/query").then().statusCode(400).body("detail", containsString(message));
    }

    @Test
    void asksForASelector() {
        given().when()
                .get("/v1/metrics/query")
                .then()
                .statusCode(400)
                .body("detail", is("match: expected 1 to 32 selectors, got 0"));
    }
}

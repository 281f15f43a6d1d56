package dev.quipu.analysis.api;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.quipu.analysis.StoragePeer;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class ChartsResourceTest {

    private static final String WINDOW = "from=1970-01-01T00:01:00Z&to=1970-01-01T00:04:00Z";

    @BeforeEach
    void storageCounts() {
        StoragePeer.reset();
        StoragePeer.at("/v1/spans/counts", request -> request.json(200, counts(2)));
        StoragePeer.at("/v1/logs/counts", request -> request.json(200, counts(60)));
        StoragePeer.at("/v1/spans/heat-map", request -> request.json(200, """
                {"fromUnixNano":"60000000000","stepNanos":"60000000000","steps":3,
                 "rows":[{"fromNanos":"1000","toNanos":"1189","counts":[1,0,2]},
                         {"fromNanos":"1189","toNanos":"1414","counts":[0,5,0]}],
                 "watermark":"2026-01-01T00:00:00Z"}"""));
        StoragePeer.at("/v1/metrics/query", request -> request.json(200, """
                {"fromUnixNano":"60000000000","stepNanos":"60000000000","steps":3,
                 "lines":[{"series":{"metric":"up","kind":"gauge","unit":"s","attributes":{"route":"/a"},
                                     "resource":{"service.name":"cart"},"scope":""},
                           "group":{},"values":[1.5,null,2]},
                          {"series":{"metric":"up","kind":"gauge","unit":"s","attributes":{"route":"/b"},
                                     "resource":{"service.name":"cart"},"scope":""},
                           "group":{},"values":[3,4,5]}],
                 "watermark":"2026-01-01T00:00:00Z"}"""));
        Rollup<SpanKey> rollup = new Rollup<>(RollupKind.SPANS, 60);
        add(rollup, 0, 60, 1_000_000);
        add(rollup, 2, 180, 3_000_000);
        StoragePeer.at("/v1/rollups", request -> {
            request.exchange().getResponseHeaders().set(RollupCodec.FROM_HEADER, request.parameter("from"));
            request.exchange().getResponseHeaders().set(RollupCodec.TO_HEADER, request.parameter("to"));
            request.exchange().getResponseHeaders().set(RollupCodec.WATERMARK_HEADER, "2026-01-01T00:00:00Z");
            request.send(200, RollupCodec.encode(rollup));
        });
    }

    private static void add(Rollup<SpanKey> rollup, int status, long second, long nanos) {
        rollup.cell(new SpanKey("", "cart", "get", 2, status, second)).add(nanos, 1);
    }

    /** Groups of 1, 0 and 2 records in three steps, and a record of others in the last. */
    private static String counts(int groups) {
        return """
                {"fromUnixNano":"60000000000","stepNanos":"60000000000","steps":3,"groups":[%s],
                 "others":[0,0,1],"watermark":"2026-01-01T00:00:00Z"}""".formatted(IntStream.range(0, groups)
                .mapToObj(i -> "{\"value\":\"" + (i == 0 ? "" : "g" + i) + "\",\"total\":3,\"counts\":[1,0,2]}")
                .collect(Collectors.joining(",")));
    }

    @Test
    void countsAreStacked() {
        given().queryParam("q", "status = error")
                .get("/v1/charts/spans.json?by=name&step=1m&" + WINDOW)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("title", equalTo("Spans by name"))
                .body("unit", equalTo("{span}"))
                .body("kind", equalTo("stacked_bars"))
                .body("times", contains("1970-01-01T00:01:00Z", "1970-01-01T00:02:00Z", "1970-01-01T00:03:00Z"))
                .body("stepNanos", equalTo("60000000000"))
                .body("series.name", contains("(none)", "g1", "others"))
                .body("series[0].values", contains(1f, 0f, 2f))
                .body("truncated", equalTo(true))
                .body("watermark", equalTo("2026-01-01T00:00:00Z"));
        StoragePeer.Request asked = StoragePeer.requests("/v1/spans/counts").get(0);
        assertThat(asked.parameter("q")).isEqualTo("status = error");
        assertThat(asked.parameter("by")).isEqualTo("name");
        assertThat(asked.parameter("step")).isEqualTo("60000ms");
        assertThat(asked.parameter("from")).isEqualTo("60000000000");
    }

    @Test
    void theFiftyGreatestAreShownAndTheRestTogether() {
        get("/v1/charts/logs.json?" + WINDOW)
                .then()
                .body("title", equalTo("Log records by service"))
                .body("series", hasSize(51))
                .body("series[50].name", equalTo("others"))
                .body("series[50].values", contains(10f, 0f, 21f));
    }

    @Test
    void rowsHaveAColumnForEachSeries() {
        Response answer = get("/v1/charts/spans.csv?" + WINDOW);
        assertThat(answer.contentType()).isEqualToIgnoringCase("text/csv; charset=utf-8");
        assertThat(answer.asString())
                .isEqualTo("time,(none),g1,others\r\n1970-01-01T00:01:00Z,1,1,0\r\n1970-01-01T00:02:00Z,0,0,0\r\n"
                        + "1970-01-01T00:03:00Z,2,2,1\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "svg", "json"})
    void chartsComeCompressed(String format) throws Exception {
        URI uri =
                URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/v1/charts/spans." + format + "?" + WINDOW);
        HttpRequest request =
                HttpRequest.newBuilder(uri).header("Accept-Encoding", "gzip").build();
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spans", "logs", "heat-map", "red", "metrics"})
    void everyChartIsAPictureThatLoadsAndRunsNothing(String chart) {
        Response answer = get("/v1/charts/" + chart + ".svg?match=up&step=1m&theme=dark&title=Mine&" + WINDOW);
        answer.then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Disposition", nullValue());
        assertThat(answer.contentType()).isEqualToIgnoringCase("image/svg+xml; charset=utf-8");
        assertThat(answer.headers().getValues("Content-Security-Policy"))
                .containsExactly("default-src 'none'; sandbox");
        assertThat(answer.asString()).startsWith("<svg xmlns=").contains("<title>Mine</title>", "fill=\"#192026\"");
    }

    @Test
    void aDownloadIsAFileNamedByItsTime() {
        get("/v1/charts/heat-map.svg?download=1&" + WINDOW)
                .then()
                .header("Content-Disposition", "attachment; filename=\"heat-map-19700101T000100Z.svg\"");
    }

    @Test
    void aHeatMapHasDurationsForItsRows() {
        get("/v1/charts/heat-map.json?" + WINDOW)
                .then()
                .body("kind", equalTo("heat_map"))
                .body("title", equalTo("Durations of spans"))
                .body("series[1].durations.fromNanos", equalTo("1189"))
                .body("series[1].durations.toNanos", equalTo("1414"))
                .body("series[1].values", contains(0f, 5f, 0f));
    }

    @Test
    void ratesAreNoughtWithoutSpansAndTheirSharesAbsent() {
        get("/v1/charts/red.json?step=1m&service=cart&" + WINDOW)
                .then()
                .statusCode(200)
                .body("title", equalTo("Rate of spans of cart"))
                .body("unit", equalTo("{span}/s"))
                .body("series.name", contains("cart get (server)"))
                .body("series[0].values", contains(1 / 60f, 0f, 1 / 60f));
        get("/v1/charts/red.json?of=errors&groupBy=component&step=1m&" + WINDOW)
                .then()
                .body("series.name", contains("cart"))
                .body("series[0].values", contains(0f, null, 1f));
    }

    @Test
    void durationsAreThreeLines() {
        get("/v1/charts/red.json?of=durations&step=1m&" + WINDOW)
                .then()
                .body("unit", equalTo("ns"))
                .body("series.name", contains("p50", "p90", "p99"))
                .body("series[2].values", hasSize(3));
    }

    @Test
    void metricsAreALineForEachSeriesTheGreatestFirst() {
        given().queryParam("match", "up{a=\"b\"}", "down")
                .get("/v1/charts/metrics.json?function=avg&aggregate=none&by=route&step=1m&" + WINDOW)
                .then()
                .statusCode(200)
                .body("title", equalTo("avg of up{a=\"b\"}, down"))
                .body("unit", equalTo("s"))
                .body("series.name", contains("route=/b", "route=/a"))
                .body("series[1].values", contains(1.5f, null, 2f));
        StoragePeer.Request asked = StoragePeer.requests("/v1/metrics/query").get(0);
        assertThat(asked.parameters("match")).containsExactly("up{a=\"b\"}", "down");
        assertThat(asked.parameter("aggregate")).isEqualTo("none");
        assertThat(asked.parameter("by")).isEqualTo("route");
    }

    @Test
    void aLinkToTheLastHourStaysAlive() {
        get("/v1/charts/spans.svg?from=now-1h&to=now").then().statusCode(200);
        StoragePeer.Request asked = StoragePeer.requests("/v1/spans/counts").get(0);
        long to = Long.parseLong(asked.parameter("to"));
        assertThat(to - Long.parseLong(asked.parameter("from"))).isEqualTo(3_600_000_000_000L);
        assertThat(Instant.EPOCH.plusNanos(to)).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(asked.parameter("step")).isEqualTo("60000ms");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spans.svg?width=10        | width: expected a whole number from 200 to 4000, got '10'",
                "spans.svg?height=x        | height: expected a whole number from 100 to 2000, got 'x'",
                "spans.svg?theme=blue      | theme: expected light or dark, got 'blue'",
                "spans.csv?step=1y         | step: expected a length such as 100ms",
                "spans.csv?from=tomorrow   | from: expected RFC 3339",
                "spans.svg?download=yes    | download: expected 0 or 1, got 'yes'",
                "heat-map.svg?q=((         | q: expected a search for spans",
                "red.svg?of=colour         | of: expected rate, errors or durations, got 'colour'",
                "red.svg?step=15s          | step: expected a multiple of 10s",
                "red.svg?step=10s&from=0&to=100000000000000 | step: expected at most 2000 steps",
                "metrics.svg               | match: expected a selector"
            })
    void saysWhatIsWrongWithAParameter(String chart, String detail) {
        get("/v1/charts/" + chart)
                .then()
                .statusCode(400)
                .contentType(Problem.MEDIA_TYPE)
                .body("detail", startsWith(detail));
    }

    @Test
    void storageSaysWhatIsWrongWithASearch() {
        StoragePeer.at("/v1/spans/counts", request -> request.problem(400, "by: expected a field"));
        get("/v1/charts/spans.svg?by=~").then().statusCode(400).body("detail", equalTo("by: expected a field"));
    }

    @Test
    void thereIsNoOtherForm() {
        get("/v1/charts/spans.png")
                .then()
                .statusCode(404)
                .body("detail", containsString("expected .svg, .csv or .json"));
    }

    @Test
    void longTitlesAreRefused() {
        given().queryParam("title", "x".repeat(201))
                .get("/v1/charts/spans.svg")
                .then()
                .statusCode(400)
                .body("detail", matchesPattern("title: expected at most 200 characters, got 201"));
    }
}

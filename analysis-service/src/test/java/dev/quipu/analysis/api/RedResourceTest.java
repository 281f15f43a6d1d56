package dev.quipu.analysis.api;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.sun.net.httpserver.Headers;
import dev.quipu.analysis.StoragePeer;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class RedResourceTest {

    private static final String WINDOW = "from=1970-01-01T00:10:00Z&to=1970-01-01T00:20:00Z";

    private final Rollup<SpanKey> rollup = new Rollup<>(RollupKind.SPANS, 10);

    @BeforeEach
    void storageKnowsALittle() {
        StoragePeer.reset();
        add("cart", "get", 2, 0, 600, 100);
        add("cart", "get", 2, 0, 660, 100);
        add("cart", "get", 2, 2, 660, 400);
        add("cart", "SELECT", 3, 0, 660, 40);
        add("shop", "buy", 2, 0, 600, 1000);
        StoragePeer.at("/v1/rollups", request -> {
            String step = request.parameter("step");
            Rollup<SpanKey> answer = new Rollup<>(
                    RollupKind.SPANS, step.isEmpty() ? Rollup.WHOLE : Integer.parseInt(step.replace("s", "")));
            answer.add(rollup);
            int seconds = step.isEmpty() ? 10 : answer.resolutionSeconds();
            long from = Instant.parse(request.parameter("from")).getEpochSecond();
            long to = Instant.parse(request.parameter("to")).minusNanos(1).getEpochSecond();
            headers(request)
                    .set(
                            RollupCodec.FROM_HEADER,
                            Instant.ofEpochSecond(from - from % seconds).toString());
            headers(request)
                    .set(
                            RollupCodec.TO_HEADER,
                            Instant.ofEpochSecond(to - to % seconds + seconds).toString());
            headers(request).set(RollupCodec.WATERMARK_HEADER, "2026-01-01T00:00:00Z");
            headers(request).set(RollupCodec.PENDING_HEADER, "5");
            request.send(200, RollupCodec.encode(answer));
        });
    }

    private static Headers headers(StoragePeer.Request request) {
        return request.exchange().getResponseHeaders();
    }

    private void add(String component, String name, int kind, int status, long second, long nanos) {
        rollup.cell(new SpanKey("", component, name, kind, status, second)).add(nanos, 1);
    }

    @Test
    void tellsRateErrorsAndDurationOfEachOperation() {
        get("/v1/red?" + WINDOW)
                .then()
                .statusCode(200)
                .body("from", equalTo("1970-01-01T00:10:00Z"))
                .body("to", equalTo("1970-01-01T00:20:00Z"))
                .body("lineCount", equalTo(3))
                .body("lines.spanName", contains("get", "SELECT", "buy"))
                .body("lines.kind", contains("server", "client", "server"))
                .body("lines[0].search", equalTo("service = \"cart\" && name = \"get\" && kind = server"))
                .body("lines[0].total.spans", equalTo(3))
                .body("lines[0].total.ratePerSecond", equalTo(3 / 600f))
                .body("lines[0].total.rateStandardError", equalTo(0f))
                .body("lines[0].total.errors", equalTo(1))
                .body("lines[0].total.errorRatio", equalTo(1 / 3f))
                .body("lines[0].total.meanNanos", equalTo(200f))
                .body("lines[0].total.p99Nanos.toDouble()", closeTo(100, 1))
                .body("lines[0].points", empty())
                .body("watermark", equalTo("2026-01-01T00:00:00Z"))
                .body("analysedFraction", equalTo(0.5f))
                .body("nextCursor", equalTo(""));
    }

    @Test
    void tellsItStepByStep() {
        get("/v1/red?" + WINDOW + "&step=1m&groupBy=component")
                .then()
                .statusCode(200)
                .body("stepSeconds", equalTo(60))
                .body("lines.component", contains("cart", "shop"))
                .body("lines[0].spanName", nullValue())
                .body("lines[0].kind", nullValue())
                .body("lines[0].search", equalTo("service = \"cart\""))
                .body("lines[0].points.time", contains("1970-01-01T00:10:00Z", "1970-01-01T00:11:00Z"))
                .body("lines[0].points.figures.spans", contains(1, 3))
                .body("lines[0].points.figures.errors", contains(0, 1));
    }

    @Test
    void ordersAndPagesLines() {
        get("/v1/red?" + WINDOW + "&order=duration&limit=1")
                .then()
                .body("lines.spanName", contains("buy"))
                .body("nextCursor", equalTo("1"));
        get("/v1/red?" + WINDOW + "&order=errors&limit=1").then().body("lines.spanName", contains("get"));
        get("/v1/red?" + WINDOW + "&order=p99&limit=2&cursor=1").then().body("lines", hasSize(2));
    }

    @Test
    void tellsWhichSpanNamesAreNewOrGoneOrChanged() {
        Rollup<SpanKey> before = new Rollup<>(RollupKind.SPANS, 10);
        before.cell(new SpanKey("", "cart", "get", 2, 0, 0)).add(50, 1);
        before.cell(new SpanKey("", "cart", "old", 2, 0, 0)).add(3000, 1);
        StoragePeer.at("/v1/rollups", request -> {
            Rollup<SpanKey> answer = new Rollup<>(RollupKind.SPANS, Rollup.WHOLE);
            answer.add(request.parameter("from").equals("1970-01-01T00:10:00Z") ? rollup : before);
            headers(request).set(RollupCodec.FROM_HEADER, request.parameter("from"));
            headers(request).set(RollupCodec.TO_HEADER, request.parameter("to"));
            request.send(200, RollupCodec.encode(answer));
        });
        get("/v1/red/changes?from=1970-01-01T00:10:00Z&to=1970-01-01T00:12:00Z")
                .then()
                .statusCode(200)
                .body("beforeFrom", equalTo("1970-01-01T00:08:00Z"))
                .body("beforeTo", equalTo("1970-01-01T00:10:00Z"))
                .body("lines.spanName", contains("old", "buy", "get", "SELECT"))
                .body("lines.state", contains("gone", "new", "changed", "new"))
                .body("lines[0].busyNanosPerSecondDifference", equalTo(-25f))
                .body("lines[2].now.spans", equalTo(3))
                .body("lines[2].before.spans", equalTo(1));
    }

    @Test
    void aWindowIsWidenedToTheStepsThatStorageAnswersIn() {
        get("/v1/red?from=1970-01-01T00:10:05Z&to=1970-01-01T00:12:01Z&service=cart")
                .then()
                .statusCode(200)
                .body("from", equalTo("1970-01-01T00:10:00Z"))
                .body("to", equalTo("1970-01-01T00:12:10Z"))
                .body("stepSeconds", equalTo(130));
        get("/v1/red?from=1970-01-01T00:10:05Z&to=1970-01-01T00:12:01Z&step=60s")
                .then()
                .body("to", equalTo("1970-01-01T00:13:00Z"));
        assertThat(StoragePeer.requests("/v1/rollups"))
                .extracting(request -> request.parameter("step"))
                .containsExactly("", "60s");
        assertThat(StoragePeer.requests("/v1/rollups").get(0).parameter("service"))
                .isEqualTo("cart");
        assertThat(StoragePeer.requests("/v1/rollups").get(0).parameter("from")).isEqualTo("1970-01-01T00:10:05Z");
    }

    @Test
    void whatIsNotToldApartIsSearchedForWithoutAName() {
        add("cart", Rollup.OTHER, 2, 0, 600, 1);
        get("/v1/red?" + WINDOW).then().body("lines.search", hasItem("service = \"cart\" && kind = server"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "step=15s      | step: expected a multiple of 10s, such as 1m, got '15s'",
                "step=x        | step: expected a multiple of 10s",
                "groupBy=color | groupBy: expected component, spanName or kind, got 'color'",
                "order=up      | order: expected rate, errors, duration or p99, got 'up'",
                "from=2&to=1   | from: expected a time before 'to'",
                "step=2562047788015215h | step: expected a multiple of 10s",
                "cursor=10     | cursor: expected 'from' and 'to' beside it"
            })
    void saysWhatIsWrongWithAParameter(String query, String detail) {
        get("/v1/red?" + query)
                .then()
                .statusCode(400)
                .contentType(Problem.MEDIA_TYPE)
                .body("detail", containsString(detail));
    }
}

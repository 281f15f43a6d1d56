package dev.quipu.storage.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.quipu.model.Component;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Span;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Search against an oracle that looks at every span. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class SearchIT {

    private static final long MINUTE = 60_000_000_000L;
    private static Stored stored;
    private static long now;

    @BeforeEach
    void store() {
        if (stored == null) {
            now = Frames.nowUnixNano();
            long today = now - now % (24 * 60 * MINUTE);
            List<Span> spans = new SpanFixture(7).spans(6000, Math.max(today, now - 30 * MINUTE), now);
            stored = Stored.inSegments(spans, 12, 3);
        }
    }

    private static String service(Span span) {
        return Component.of(span.resource().attributes()).name();
    }

    private static boolean has(Span span, KeyValue attribute) {
        return span.attributes().contains(attribute);
    }

    static Stream<Arguments> questions() {
        return Stream.of(
                question("", span -> true),
                question("service = \"cart\"", span -> service(span).equals("cart")),
                question("service = \"nobody\"", span -> false),
                question(
                        "name = \"GET /cart\" && status = error",
                        span -> span.name().equals("GET /cart") && span.status().code() == 2),
                question("span.user.id = \"u17\"", span -> has(span, KeyValue.of("user.id", "u17"))),
                question(
                        "span.user.id = \"u17\" || .user.id = \"u18\"",
                        span -> has(span, KeyValue.of("user.id", "u17")) || has(span, KeyValue.of("user.id", "u18"))),
                question(
                        "span.http.response.status_code >= 500",
                        span -> has(span, KeyValue.of("http.response.status_code", 500L))),
                question(
                        "duration > 20ms && !(service = \"payment\")",
                        span -> span.durationNanos() > 20_000_000
                                && !service(span).equals("payment")),
                question(
                        "resource.host.name = \"host-i1\" && span.cache.hit = true",
                        span -> span.resource().attributes().contains(KeyValue.of("host.name", "host-i1"))
                                && has(span, KeyValue.of("cache.hit", true))),
                question("exists(span.absent)", span -> false));
    }

    private static Arguments question(String q, Predicate<Span> oracle) {
        return Arguments.of(q, oracle);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void spansAreThoseOfTheOracleInOrder(String q, Predicate<Span> oracle) {
        for (SpanOrder order : SpanOrder.values()) {
            List<String> expected = stored.spans().stream()
                    .filter(oracle)
                    .sorted(Comparator.<Span>comparingLong(span -> -rank(order, span))
                            .thenComparing(Span::traceId)
                            .thenComparing(span -> span.spanId().hex()))
                    .map(span -> span.traceId().hex() + span.spanId().hex())
                    .toList();
            List<String> found = new ArrayList<>();
            page("/v1/spans", q, order, 100, page -> {
                List<Map<String, String>> spans = page.getList("spans");
                spans.forEach(span -> found.add(span.get("traceId") + span.get("spanId")));
            });
            assertThat(found).as(q + " " + order).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("questions")
    void tracesAreThoseOfTheOracleInOrder(String q, Predicate<Span> oracle) {
        for (SpanOrder order : SpanOrder.values()) {
            Map<String, Long> best = new HashMap<>();
            stored.spans().stream()
                    .filter(oracle)
                    .forEach(span -> best.merge(span.traceId().hex(), rank(order, span), Math::max));
            List<String> expected = best.entrySet().stream()
                    .sorted(Comparator.<Map.Entry<String, Long>>comparingLong(entry -> -entry.getValue())
                            .thenComparing(Map.Entry::getKey))
                    .map(Map.Entry::getKey)
                    .toList();
            List<String> found = new ArrayList<>();
            page("/v1/traces", q, order, 200, page -> found.addAll(page.getList("traces.traceId")));
            assertThat(found).as(q + " " + order).isEqualTo(expected);
        }
    }

    private static long rank(SpanOrder order, Span span) {
        return order == SpanOrder.NEWEST ? span.startTimeUnixNano() : span.durationNanos();
    }

    private static void page(
            String path, String q, SpanOrder order, int limit, java.util.function.Consumer<JsonPath> each) {
        String cursor = null;
        do {
            Map<String, Object> parameters = new LinkedHashMap<>();
            parameters.put("q", q);
            parameters.put("order", order.name().toLowerCase());
            parameters.put("limit", limit);
            if (cursor != null) {
                parameters.put("cursor", cursor);
            }
            JsonPath page = given().header("Quipu-Tenant", stored.tenant())
                    .queryParams(parameters)
                    .get(path)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            each.accept(page);
            cursor = page.getString("nextCursor");
        } while (cursor != null);
    }

    @Test
    void keepsToTheTimeRange() {
        long from = now - 10 * MINUTE;
        long to = now - 5 * MINUTE;
        long expected = stored.spans().stream()
                .filter(span -> span.startTimeUnixNano() >= from && span.startTimeUnixNano() < to)
                .count();
        JsonPath page = given().header("Quipu-Tenant", stored.tenant())
                .queryParams("from", from, "to", to, "limit", 1000, "order", "slowest")
                .get("/v1/spans")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(page.getList("spans")).hasSize((int) Math.min(1000, expected));
    }

    @Test
    void readsOnlyWhatANewestPageNeeds() {
        JsonPath page = given().header("Quipu-Tenant", stored.tenant())
                .queryParams("limit", 5)
                .get("/v1/spans")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(page.getList("spans")).hasSize(5);
        assertThat(page.getInt("scanned.segments")).isLessThanOrEqualTo(12);
        assertThat(page.getString("watermark")).isNotEmpty();
    }

    @Test
    void seesNothingOfOtherTenants() {
        given().header("Quipu-Tenant", "nobody")
                .get("/v1/spans")
                .then()
                .statusCode(200)
                .body("spans.size()", org.hamcrest.Matchers.is(0));
    }

    @Test
    void saysWhatIsWrongWithAQuestion() {
        given().queryParam("q", "duration >")
                .get("/v1/spans")
                .then()
                .statusCode(400)
                .body("detail", containsString("query: expected"));
        given().queryParam("order", "best")
                .get("/v1/spans")
                .then()
                .statusCode(400)
                .body("detail", containsString("order: expected"));
        given().queryParam("limit", "0")
                .get("/v1/spans")
                .then()
                .statusCode(400)
                .body("detail", containsString("limit: expected"));
        given().queryParam("from", "yesterday")
                .get("/v1/spans")
                .then()
                .statusCode(400)
                .body("detail", containsString("from: expected"));
        given().queryParam("cursor", "abc")
                .get("/v1/spans")
                .then()
                .statusCode(400)
                .body("detail", containsString("cursor: expected"));
        given().header("Quipu-Tenant", "a b")
                .get("/v1/spans")
                .then()
                .statusCode(400)
                .body("detail", containsString("Quipu-Tenant"));
    }

    @Test
    void spansOfEqualRankArePagedById() {
        Span one = stored.spans().get(0);
        SpanFixture fixture = new SpanFixture(99);
        List<Span> equal = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Span span = fixture.span(fixture.traceId(), one.startTimeUnixNano());
            equal.add(span);
        }
        Stored twins = Stored.inSegments(equal, 3, 5);
        Stored before = stored;
        stored = twins;
        try {
            spansAreThoseOfTheOracleInOrder("", span -> true);
            tracesAreThoseOfTheOracleInOrder("", span -> true);
        } finally {
            stored = before;
        }
    }
}

package dev.quipu.storage.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.quipu.model.Component;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Span;
import dev.quipu.model.segment.RowTexts;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts of values on two sides against an oracle that looks at every span. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ContrastIT {

    private static final long MINUTE = 60_000_000_000L;
    private static Stored stored;
    private static long now;

    @BeforeEach
    void store() {
        if (stored == null) {
            now = Frames.nowUnixNano();
            List<Span> spans = new SpanFixture(11).spans(6000, now - 30 * MINUTE, now);
            stored = Stored.inSegments(spans, 8, 2);
        }
    }

    private static JsonPath contrast(Map<String, ?> parameters) {
        return given().header("Quipu-Tenant", stored.tenant())
                .queryParams(parameters)
                .queryParam("from", now - 31 * MINUTE)
                .queryParam("to", now)
                .get("/v1/spans/contrast")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Set<String> values(Span span) {
        Set<String> values = new HashSet<>();
        Component component = Component.of(span.resource().attributes());
        values.add("service " + component.name());
        values.add("namespace " + component.namespace());
        values.add("instance " + component.instanceId());
        values.add("name " + span.name());
        values.add("kind " + Span.Kind.values()[span.kind()].name().toLowerCase(Locale.ROOT));
        values.add("status " + List.of("unset", "ok", "error").get(span.status().code()));
        if (!span.status().message().isEmpty()) {
            values.add("statusMessage " + span.status().message());
        }
        for (KeyValue attribute : span.resource().attributes()) {
            if (attribute.key().equals("host.name")) {
                values.add("resource.host.name " + RowTexts.of(attribute.value()));
            }
        }
        span.attributes()
                .forEach(attribute -> values.add("span." + attribute.key() + " " + RowTexts.of(attribute.value())));
        return values;
    }

    /** Of each value how many selected spans have it, and how many others. */
    private static Map<String, List<Long>> oracle(Predicate<Span> isLooked, Predicate<Span> isSelected) {
        Map<String, List<Long>> counts = new HashMap<>();
        stored.spans().stream()
                .filter(isLooked)
                .forEach(span -> values(span)
                        .forEach(value -> counts.merge(
                                value,
                                isSelected.test(span) ? List.of(1L, 0L) : List.of(0L, 1L),
                                (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1)))));
        return counts;
    }

    private static Map<String, List<Long>> found(JsonPath contrast) {
        Map<String, List<Long>> found = new HashMap<>();
        List<Map<String, Object>> values = contrast.getList("values");
        values.forEach(value -> found.put(
                value.get("field") + " " + value.get("value"),
                List.of(((Number) value.get("selected")).longValue(), ((Number) value.get("rest")).longValue())));
        return found;
    }

    @Test
    void countsEveryValueOnBothSides() {
        Map<String, List<Long>> expected = oracle(span -> true, span -> span.durationNanos() > 20_000_000);
        JsonPath contrast = contrast(Map.of("selected", "duration > 20ms"));
        assertThat(found(contrast)).isEqualTo(expected);
        long selected = stored.spans().stream()
                .filter(span -> span.durationNanos() > 20_000_000)
                .count();
        assertThat(contrast.getLong("selected")).isEqualTo(selected);
        assertThat(contrast.getLong("rest")).isEqualTo(stored.spans().size() - selected);
    }

    @Test
    void leavesOutTheFieldsThatSelect() {
        JsonPath contrast = contrast(Map.of("q", "service = \"cart\"", "selected", "status = error"));
        Predicate<Span> isCart =
                span -> Component.of(span.resource().attributes()).name().equals("cart");
        Map<String, List<Long>> expected = oracle(isCart, span -> span.status().code() == Span.Status.CODE_ERROR);
        expected.keySet().removeIf(value -> value.startsWith("status "));
        assertThat(found(contrast)).isEqualTo(expected);
    }

    @Test
    void selectsByTime() {
        long from = now - 10 * MINUTE;
        JsonPath contrast = contrast(Map.of("selectedFrom", from));
        assertThat(found(contrast)).isEqualTo(oracle(span -> true, span -> span.startTimeUnixNano() >= from));
    }

    @Test
    void countsPairsOfWhatTellsMost() {
        JsonPath contrast = contrast(Map.of("selected", "statusMessage = \"failed\" && service = \"cart\""));
        List<Map<String, Object>> pairs = contrast.getList("pairs");
        assertThat(pairs).isNotEmpty();
        for (Map<String, Object> pair : pairs) {
            long[] expected = new long[2];
            stored.spans().forEach(span -> {
                boolean isSelected = span.status().message().equals("failed")
                        && Component.of(span.resource().attributes()).name().equals("cart");
                if (has(span, pair.get("first")) && has(span, pair.get("second"))) {
                    expected[isSelected ? 0 : 1]++;
                }
            });
            assertThat(((Number) pair.get("selected")).longValue()).isEqualTo(expected[0]);
            assertThat(((Number) pair.get("rest")).longValue()).isEqualTo(expected[1]);
        }
    }

    private static boolean has(Span span, Object condition) {
        return values(span).stream()
                .map(value -> value.replaceFirst(" ", " = "))
                .anyMatch(value -> String.valueOf(condition).replace("\"", "").equals(value));
    }

    @Test
    void saysWhatIsWrong() {
        given().get("/v1/spans/contrast").then().statusCode(400).body("detail", containsString("selected: expected"));
        given().queryParam("selected", "nme = 1")
                .get("/v1/logs/contrast")
                .then()
                .statusCode(400)
                .body("detail", containsString("a field such as"));
    }
}

package dev.quipu.storage.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.Component;
import dev.quipu.model.Span;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Spans by time and duration against an oracle that looks at every span. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class HeatMapIT {

    private static final long MINUTE = 60_000_000_000L;

    @Test
    void everySpanIsInTheCellOfItsStartAndDuration() {
        long now = Frames.nowUnixNano();
        List<Span> spans = new SpanFixture(13).spans(3000, now - 20 * MINUTE, now);
        Stored stored = Stored.inSegments(spans, 5, 4);
        JsonPath map = given().header("Quipu-Tenant", stored.tenant())
                .queryParams(
                        Map.of("q", "service = \"cart\"", "from", now - 20 * MINUTE, "to", now - MINUTE, "step", "2m"))
                .get("/v1/spans/heat-map")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        long first = Long.parseLong(map.getString("fromUnixNano"));
        List<Map<String, Object>> rows = map.getList("rows");
        assertThat(rows).isNotEmpty();
        for (int row = 0; row < rows.size(); row++) {
            long shortest = Long.parseLong(String.valueOf(rows.get(row).get("fromNanos")));
            long longer = Long.parseLong(String.valueOf(rows.get(row).get("toNanos")));
            assertThat(map.getInt("rows[" + row + "].counts.size()")).isEqualTo(map.getInt("steps"));
            for (int step = 0; step < map.getInt("steps"); step++) {
                long begin = first + step * 2 * MINUTE;
                long expected = spans.stream()
                        .filter(span -> Component.of(span.resource().attributes())
                                .name()
                                .equals("cart"))
                        .filter(span -> span.startTimeUnixNano() >= Math.max(begin, now - 20 * MINUTE)
                                && span.startTimeUnixNano() < Math.min(begin + 2 * MINUTE, now - MINUTE))
                        .filter(span -> span.durationNanos() >= shortest && span.durationNanos() < longer)
                        .count();
                assertThat(map.getLong("rows[" + row + "].counts[" + step + "]"))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void hasNoRowsWithoutSpans() {
        JsonPath map = given().header("Quipu-Tenant", "nobody")
                .get("/v1/spans/heat-map")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(map.getList("rows")).isEmpty();
    }
}

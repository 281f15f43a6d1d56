package dev.quipu.storage.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import dev.quipu.model.otlp.OtlpTraces;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class TraceLookupIT {

    private static final String PROTOBUF = "application/x-protobuf";

    private static List<Span> now(SpanFixture fixture, int count) {
        long now = Frames.nowUnixNano();
        long today = now - now % 86_400_000_000_000L;
        return fixture.spans(count, Math.max(today, now - 1_000_000_000L), now);
    }

    private static List<Span> read(Response response) {
        byte[] body =
                response.then().statusCode(200).contentType(PROTOBUF).extract().asByteArray();
        return OtlpTraces.read(body, body.length);
    }

    @Test
    void givesBackEverySpanOfATraceAsItCame() {
        List<Span> spans = now(new SpanFixture(11), 400);
        Stored stored = Stored.inSegments(spans, 4, 1);
        for (Span one : spans.subList(0, 30)) {
            List<Span> expected = spans.stream()
                    .filter(span -> span.traceId().equals(one.traceId()))
                    .toList();
            List<Span> found = read(given().header("Quipu-Tenant", stored.tenant())
                    .accept(PROTOBUF)
                    .get("/v1/traces/" + one.traceId().hex()));
            assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void givesBackSeveralTracesAtOnce() {
        List<Span> spans = now(new SpanFixture(12), 300);
        Stored stored = Stored.inSegments(spans, 3, 1);
        List<TraceId> ids =
                spans.stream().map(Span::traceId).distinct().limit(20).toList();
        List<Span> found = read(given().header("Quipu-Tenant", stored.tenant())
                .accept(PROTOBUF)
                .queryParam("id", ids.stream().map(TraceId::hex).toList())
                .queryParam("id", new SpanFixture(99).traceId().hex())
                .get("/v1/traces/batch"));
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(spans.stream()
                        .filter(span -> ids.contains(span.traceId()))
                        .toList());
    }

    @Test
    void givesBackOnlyWhatStandsUpToAPlaceInTheFeed() {
        SpanFixture fixture = new SpanFixture(15);
        String tenant = "t" + UUID.randomUUID();
        Span first = fixture.span(fixture.traceId(), Frames.nowUnixNano());
        Span later = fixture.span(first.traceId(), first.startTimeUnixNano());
        Stored.post(tenant, List.of(first));
        String place = given().get("/v1/feed?after=0&limit=1000000").jsonPath().getString("nextCursor");
        Stored.post(tenant, List.of(later));
        assertThat(upTo(tenant, first.traceId(), place)).containsExactly(first);
        JsonPath end = given().queryParam("upTo", place)
                .queryParam("limit", 1)
                .get("/v1/feed/end")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(end.getList("segments.tenant")).contains(tenant);
        assertThat(end.getList("segments.cursor")).hasSize(1);
        given().get("/v1/feed/end")
                .then()
                .statusCode(400)
                .body("detail", equalTo("upTo: expected a cursor of the feed, got none"));
    }

    private static List<Span> upTo(String tenant, TraceId id, String place) {
        return read(given().header("Quipu-Tenant", tenant)
                .accept(PROTOBUF)
                .queryParam("id", id.hex())
                .queryParam("upTo", place)
                .get("/v1/traces/batch"));
    }

    @Test
    void answersJsonUnlessAskedOtherwise() {
        List<Span> spans = now(new SpanFixture(13), 10);
        Stored stored = Stored.inSegments(spans, 1, 1);
        Span one = spans.get(0);
        given().header("Quipu-Tenant", stored.tenant())
                .get("/v1/traces/" + one.traceId().hex().toUpperCase(java.util.Locale.ROOT))
                .then()
                .statusCode(200)
                .contentType(containsString("application/json"))
                .header("Quipu-Truncated", "false")
                .header("Quipu-Watermark", containsString("T"))
                .body(
                        "resourceSpans[0].scopeSpans[0].spans[0].traceId",
                        equalTo(one.traceId().hex()));
    }

    @Test
    void givesBackATraceOfAHundredThousandSpans() {
        SpanFixture fixture = new SpanFixture(14);
        String tenant = "t" + UUID.randomUUID();
        TraceId id = fixture.traceId();
        long now = Frames.nowUnixNano();
        for (int part = 0; part < 4; part++) {
            List<Span> spans = new ArrayList<>();
            for (int i = 0; i < 25_000; i++) {
                spans.add(fixture.span(id, now + i));
            }
            Stored.post(tenant, spans);
        }
        List<Span> found =
                read(given().header("Quipu-Tenant", tenant).accept(PROTOBUF).get("/v1/traces/" + id.hex()));
        assertThat(found).hasSize(100_000);
        assertThat(Set.copyOf(found.stream().map(Span::spanId).toList())).hasSize(100_000);
        String json = given().header("Quipu-Tenant", tenant)
                .get("/v1/traces/" + id.hex())
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(json.split("\"spanId\"", -1)).hasSize(100_001);
        assertThat(new io.vertx.core.json.JsonObject(json).getJsonArray("resourceSpans"))
                .isNotEmpty();
    }

    @Test
    void saysWhatIsWrong() {
        given().get("/v1/traces/123")
                .then()
                .statusCode(400)
                .body("detail", containsString("traceId: expected 32 hex digits"));
        given().get("/v1/traces/00000000000000000000000000000000").then().statusCode(400);
        given().get("/v1/traces/00000000000000000000000000000001")
                .then()
                .statusCode(404)
                .contentType(containsString("application/problem+json"));
        given().get("/v1/traces/batch").then().statusCode(400).body("detail", containsString("id: expected 1 to"));
    }
}

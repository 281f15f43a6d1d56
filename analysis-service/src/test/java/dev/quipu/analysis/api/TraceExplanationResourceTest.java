package dev.quipu.analysis.api;

import static dev.quipu.analysis.SpanBuilder.START;
import static dev.quipu.analysis.SpanBuilder.TRACE;
import static dev.quipu.analysis.SpanBuilder.span;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.quipu.analysis.SpanBuilder;
import dev.quipu.analysis.StoragePeer;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class TraceExplanationResourceTest {

    private static final TraceId SLOW = new TraceId(1, 2);
    private static final String PATH = "/v1/traces/" + TRACE.hex();

    @BeforeEach
    void forget() {
        StoragePeer.reset();
    }

    private static SpanBuilder at(long id, long parent, long from, long to) {
        return span(id).under(parent).from(START + from).to(START + to);
    }

    private static void store(SpanBuilder... spans) {
        StoragePeer.store(Arrays.stream(spans).map(SpanBuilder::build).toList());
    }

    private static void storeACall() {
        store(
                at(1, 0, 0, 100).named("POST /buy").kind(Span.Kind.SERVER),
                at(2, 1, 20, 90).named("SELECT").in("cart").status(2, "gone"));
    }

    @Test
    void readsTheCriticalPath() {
        storeACall();
        get(PATH + "/critical-path")
                .then()
                .statusCode(200)
                .body("traceId", equalTo(TRACE.hex()))
                .body("rootSpanId", equalTo("0000000000000001"))
                .body("root.spanName", equalTo("POST /buy"))
                .body("root.kind", equalTo("server"))
                .body("startTimeUnixNano", equalTo(Long.toString(START)))
                .body("durationNanos", equalTo(100))
                .body("sections.operation.component", contains("shop", "cart", "shop"))
                .body("sections.fromNanos", contains(0, 20, 90))
                .body("sections.toNanos", contains(20, 90, 100))
                .body("nextCursor", equalTo(""))
                .body("truncated", equalTo(false));
    }

    @Test
    void readsTheCriticalPathPageByPage() {
        storeACall();
        get(PATH + "/critical-path?limit=2")
                .then()
                .body("sectionCount", equalTo(3))
                .body("sections.fromNanos", contains(0, 20))
                .body("nextCursor", equalTo("2"));
        get(PATH + "/critical-path?limit=2&cursor=2")
                .then()
                .body("sections.fromNanos", contains(90))
                .body("nextCursor", equalTo(""));
        get(PATH + "/critical-path?cursor=9").then().body("sections", empty()).body("nextCursor", equalTo(""));
    }

    @Test
    void readsTheBreakdown() {
        storeACall();
        get(PATH + "/breakdown")
                .then()
                .statusCode(200)
                .body("durationNanos", equalTo(100))
                .body("lines.operation.spanName", contains("SELECT", "POST /buy"))
                .body(
                        "lines.operation.search",
                        contains(
                                "service = \"cart\" && name = \"SELECT\" && kind = internal",
                                "service = \"shop\" && name = \"POST /buy\" && kind = server"))
                .body("lines.errors", contains(1, 0))
                .body("lines.totalNanos", contains(70, 100))
                .body("lines.selfNanos", contains(70, 30))
                .body("lines.criticalNanos", contains(70, 30));
    }

    @Test
    void readsTheStructure() {
        store(
                at(1, 0, 0, 100),
                at(2, 1, 1000, 1050).in("cart"),
                at(3, 9, 5, 2),
                at(4, 4, 6, 7),
                at(5, 6, 8, 9),
                at(6, 5, 9, 10),
                at(7, 1, 11, 12),
                at(7, 1, 12, 13));
        get(PATH + "/structure")
                .then()
                .statusCode(200)
                .body("spans", equalTo(8))
                .body("mainRootSpanId", equalTo("0000000000000001"))
                .body("roots.count", equalTo(1))
                .body("orphans.spanIds", contains("0000000000000003"))
                .body("ownParents.spanIds", contains("0000000000000004"))
                .body("cycles.spanIds", contains("0000000000000005"))
                .body("sharedIds.count", equalTo(2))
                .body("runningBackwards.spanIds", contains("0000000000000003"))
                .body("clocks.component", contains("cart"))
                .body("clocks.offsetNanos", contains(-950));
    }

    @Test
    void comparesTwoTraces() {
        store(
                at(1, 0, 0, 100).named("buy"),
                at(2, 1, 10, 30).named("select"),
                at(1, 0, 0, 300).named("buy").of(SLOW),
                at(2, 1, 10, 230).named("select").of(SLOW));
        given().queryParam("base", TRACE.hex())
                .queryParam("other", SLOW.hex())
                .get("/v1/trace-comparison")
                .then()
                .statusCode(200)
                .body("differenceNanos", equalTo(200f))
                .body("lines.operation.spanName", contains("buy", "select"))
                .body("lines.side", contains("both", "both"))
                .body("lines.differenceNanos", contains(0f, 200f))
                .body("lines[1].base.totalNanos", equalTo(20))
                .body("lines[1].other.totalNanos", equalTo(220));
    }

    @Test
    void comparesGroupsThatAreSearchedFor() {
        storeACall();
        given().queryParam("base", "duration < 1s")
                .queryParam("other", "duration >= 1s")
                .get("/v1/trace-comparison")
                .then()
                .statusCode(200)
                .body("base.traces", equalTo(1))
                .body("lines", hasSize(2));
    }

    @Test
    void laysTracesOverEachOther() {
        store(
                at(1, 0, 0, 100).named("buy"),
                at(2, 1, 10, 30).named("select"),
                at(1, 0, 0, 300).named("buy").of(SLOW),
                at(2, 1, 10, 230).named("update").of(SLOW));
        get("/v1/flame-graph")
                .then()
                .statusCode(200)
                .body("traces", equalTo(2))
                .body("nodes.depth", contains(0, 1, 1))
                .body("nodes.operation.spanName", contains("buy", "select", "update"))
                .body("nodes.figures.criticalNanos", contains(160, 20, 220));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/traces/zz/critical-path                    | traceId: expected",
                "/v1/traces/0af7651916cd43dd8448eb211c80319c/breakdown?limit=0 | limit: expected a whole number from 1 on, got '0'",
                "/v1/traces/0af7651916cd43dd8448eb211c80319c/breakdown?cursor=x | cursor: expected a whole number from 0 on, got 'x'",
                "/v1/trace-comparison?base=0af7651916cd43dd8448eb211c80319c | other: expected a trace id or a search",
                "/v1/flame-graph?q=)                            | q: expected a trace id or a search",
                "/v1/flame-graph?from=2&to=1                    | from: expected a time before 'to'",
                "/v1/flame-graph?from=1960-01-01T00:00:00Z&to=5 | from: expected a time from 1970 to 2262"
            })
    void saysWhatIsWrongWithAParameter(String path, String detail) {
        get(path).then().statusCode(400).contentType(Problem.MEDIA_TYPE).body("detail", containsString(detail));
    }

    @Test
    void aTraceThatIsNotStoredIsNotFound() {
        get(PATH + "/critical-path").then().statusCode(404).contentType(Problem.MEDIA_TYPE);
    }
}

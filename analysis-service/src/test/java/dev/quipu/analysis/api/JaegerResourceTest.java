package dev.quipu.analysis.api;

import static dev.quipu.analysis.SpanBuilder.START;
import static dev.quipu.analysis.SpanBuilder.TRACE;
import static dev.quipu.analysis.SpanBuilder.span;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.quipu.analysis.ManagementPort;
import dev.quipu.analysis.StoragePeer;
import dev.quipu.analysis.graph.Told;
import dev.quipu.model.AnyValue;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class JaegerResourceTest {

    @BeforeEach
    void forget() {
        StoragePeer.reset();
    }

    @Test
    void listsServicesInOrder() {
        StoragePeer.at("/v1/services", request -> request.json(200, "{\"services\":[\"shop\",\"cart\",\"shop\"]}"));
        get("/api/services")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("data", contains("cart", "shop"))
                .body("total", equalTo(2))
                .body("limit", equalTo(0))
                .body("offset", equalTo(0))
                .body("errors", nullValue());
    }

    @Test
    void listsTheSpanNamesOfAServiceWhateverItsName() {
        StoragePeer.at(
                "/v1/span-names",
                request -> request.json(
                        200,
                        "{\"spanNames\":[{\"name\":\"b\",\"kind\":\"SERVER\"},{\"name\":\"a\",\"kind\":\"CLIENT\"},"
                                + "{\"name\":\"b\",\"kind\":\"CLIENT\"}]}"));
        given().urlEncodingEnabled(false)
                .get("/api/services/a%2Fb%20%C3%A9%26x%3D1/operations")
                .then()
                .statusCode(200)
                .body("data", contains("a", "b"));
        assertThat(StoragePeer.requests("/v1/span-names").get(0).parameter("service"))
                .isEqualTo("a/b é&x=1");
    }

    @Test
    void listsOperationsByKind() {
        StoragePeer.at(
                "/v1/span-names",
                request -> request.json(
                        200,
                        "{\"spanNames\":[{\"name\":\"b\",\"kind\":\"SERVER\"},{\"name\":\"a\",\"kind\":\"CLIENT\"},"
                                + "{\"name\":\"c\",\"kind\":\"UNSPECIFIED\"}]}"));
        get("/api/operations?service=shop&spanKind=server")
                .then()
                .statusCode(200)
                .body("data.name", contains("b"))
                .body("data.spanKind", contains("server"));
        get("/api/operations?service=shop").then().body("data.spanKind", contains("server", "client", ""));
        get("/api/operations").then().statusCode(400).body("errors[0].msg", equalTo("parameter 'service' is required"));
    }

    @Test
    void givesATraceAsTheOnlyOneOfTheAnswer() {
        StoragePeer.store(List.of(
                span(1).named("GET /").kind(Span.Kind.SERVER).build(),
                span(2).under(1)
                        .in("cart")
                        .with("n", AnyValue.of(7))
                        .from(START + 1)
                        .build()));
        get("/api/traces/" + TRACE.hex())
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("data", hasSize(1))
                .body("data[0].traceID", equalTo(TRACE.hex()))
                .body("data[0].spans.spanID", contains("0000000000000001", "0000000000000002"))
                .body("data[0].spans[1].references[0].refType", equalTo("CHILD_OF"))
                .body("data[0].spans[1].tags.find { it.key == 'n' }.value", equalTo(7))
                .body("data[0].processes.p2.serviceName", equalTo("cart"))
                .body("data[0].warnings", hasSize(0))
                .body("total", equalTo(1))
                .body("errors", nullValue());
    }

    @Test
    void takesShortAndUpperCaseTraceIds() {
        StoragePeer.store(List.of(span(1).of(new TraceId(0, 0xabcdefL)).build()));
        get("/api/traces/ABCDEF").then().statusCode(200).body("data", hasSize(1));
        get("/api/traces/0000000000abcdef").then().statusCode(200).body("data", hasSize(1));
    }

    @Test
    void answersAnUnknownTraceWith404() {
        get("/api/traces/1234")
                .then()
                .statusCode(404)
                .contentType("application/json")
                .body("data", nullValue())
                .body("errors[0].code", equalTo(404))
                .body("errors[0].msg", equalTo("trace not found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xyz", "0", "111111111111111111111111111111111", "12-34", "%F0%9F%98%80"})
    void refusesWhatIsNoTraceId(String id) {
        given().urlEncodingEnabled(false)
                .get("/api/traces/" + id)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo(400))
                .body("errors[0].msg", containsString("unable to parse param 'traceID'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "limit=20 | parameter 'service' is required",
                "service=s&start=x | unable to parse param 'start': expected a whole number, got 'x'",
                "service=s&end=-1 | unable to parse param 'end': expected 0 to 9223372036854774, got -1",
                "service=s&limit=0 | unable to parse param 'limit': expected at least 1, got 0",
                "service=s&limit=ten | unable to parse param 'limit': expected a whole number, got 'ten'",
                "service=s&minDuration=5 | unable to parse param 'minDuration': expected a duration",
                "service=s&minDuration=2s&maxDuration=1s | 'maxDuration' should be greater than 'minDuration'",
                "service=s&tag=nocolon | malformed 'tag' parameter, expecting key:value, received: nocolon",
                "service=s&tags=[1] | malformed 'tags' parameter",
                "service=s&tags=%7B%22a%22:null%7D | malformed 'tags' parameter",
                "service=s&lookback=yesterday | unable to parse param 'lookback': expected a duration",
                "traceID=zz | unable to parse param 'traceID'"
            })
    void saysWhatIsWrongWithASearch(String query, String problem) {
        given().urlEncodingEnabled(false)
                .get("/api/traces?" + query)
                .then()
                .statusCode(400)
                .contentType("application/json")
                .body("data", nullValue())
                .body("errors[0].code", equalTo(400))
                .body("errors[0].msg", containsString(problem));
    }

    @Test
    void searchesTheWindowAskedFor() {
        StoragePeer.store(List.of(span(1).build()));
        get("/api/traces?service=shop&start=1000&end=2000&limit=5&lookback=custom")
                .then()
                .statusCode(200)
                .body("data", hasSize(1))
                .body("limit", equalTo(5));
        StoragePeer.Request search = StoragePeer.requests("/v1/traces").get(0);
        assertThat(search.parameter("from")).isEqualTo("1000000");
        assertThat(search.parameter("to")).isEqualTo("2001000");
        assertThat(search.parameter("limit")).isEqualTo("5");
        assertThat(search.parameter("order")).isEqualTo("newest");
        assertThat(search.tenant()).isEqualTo("default");
    }

    @Test
    void looksBackFromTheEndWhenThereIsNoStart() {
        StoragePeer.store(List.of());
        get("/api/traces?service=shop&end=7200000000&lookback=1h").then().statusCode(200);
        assertThat(StoragePeer.requests("/v1/traces").get(0).parameter("from")).isEqualTo("3600000001000");
    }

    @Test
    void passesTheTenantOn() {
        StoragePeer.store(List.of());
        given().header("Quipu-Tenant", "acme")
                .get("/api/traces?service=shop")
                .then()
                .statusCode(200);
        assertThat(StoragePeer.requests("/v1/traces").get(0).tenant()).isEqualTo("acme");
        given().header("Quipu-Tenant", "a b").get("/api/services").then().statusCode(400);
    }

    @Test
    void answersAnEmptySearchWithNoTraces() {
        StoragePeer.store(List.of());
        get("/api/traces?service=shop")
                .then()
                .statusCode(200)
                .body("data", hasSize(0))
                .body("total", equalTo(0))
                .body("errors", nullValue());
    }

    @Test
    void keepsTheOrderOfTheSearchAcrossBatches() {
        List<Span> spans = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int i = 120; i > 0; i--) {
            TraceId id = new TraceId(i * 0x9e3779b97f4a7c15L, i);
            spans.add(span(i).of(id).build());
            ids.add(id.hex());
        }
        StoragePeer.store(spans);
        get("/api/traces?service=shop&limit=110")
                .then()
                .statusCode(200)
                .body("data.traceID", equalTo(ids.subList(0, 110)))
                .body("total", equalTo(110));
        assertThat(StoragePeer.requests("/v1/traces/batch")).hasSize(3);
    }

    @Test
    void followsStoragesPages() {
        StoragePeer.store(List.of(
                span(1).of(new TraceId(0, 1)).build(),
                span(2).of(new TraceId(0, 2)).build()));
        StoragePeer.at("/v1/traces", request -> {
            boolean first = request.parameter("cursor").isEmpty();
            String id = new TraceId(0, first ? 1 : 2).hex();
            String next = first ? ",\"nextCursor\":\"a b&c\"" : "";
            request.json(200, "{\"traces\":[{\"traceId\":\"" + id + "\"}],\"truncated\":false" + next + "}");
        });
        get("/api/traces?service=shop&limit=5").then().body("data", hasSize(2));
        assertThat(StoragePeer.requests("/v1/traces").get(1).parameter("cursor"))
                .isEqualTo("a b&c");
    }

    @Test
    void givesTheTracesNamedAndSaysWhichAreNotStored() {
        StoragePeer.store(List.of(span(1).of(new TraceId(0, 1)).build()));
        get("/api/traces?traceID=1&traceID=2&traceID=1")
                .then()
                .statusCode(200)
                .body("data.traceID", contains("00000000000000000000000000000001"))
                .body("errors", hasSize(1))
                .body("errors[0].msg", equalTo("trace not found"))
                .body("errors[0].traceID", equalTo("00000000000000000000000000000002"));
    }

    @Test
    void saysThatStorageCutATrace() {
        StoragePeer.at("/v1/traces/" + TRACE.hex(), request -> {
            request.exchange().getResponseHeaders().set("Quipu-Truncated", "true");
            request.spans(List.of(span(1).build()));
        });
        get("/api/traces/" + TRACE.hex())
                .then()
                .body("data[0].warnings", contains("the trace has more spans than storage gives in one answer"));
    }

    @Test
    void countsCallsBetweenServices() {
        Told.byStorage(List.of(
                span(1).in("a").build(),
                span(2).in("b").under(1).build(),
                span(3).in("b").under(2).build(),
                span(4).in("c").under(3).build()));
        get("/api/dependencies?endTs=7200000&lookback=3600000")
                .then()
                .statusCode(200)
                .body("data.parent", contains("a", "b"))
                .body("data.child", contains("b", "c"))
                .body("data.callCount", contains(1, 1))
                .body("errors", nullValue());
        get("/api/dependencies?service=c").then().statusCode(200);
        List<StoragePeer.Request> asked = StoragePeer.requests("/v1/rollups");
        assertThat(asked.get(0).parameter("from")).isEqualTo("1970-01-01T01:00:00.001Z");
        assertThat(asked.get(0).parameter("to")).isEqualTo("1970-01-01T02:00:00.001Z");
        assertThat(asked.get(1).parameter("service")).isEqualTo("c");
        get("/api/dependencies?endTs=now").then().statusCode(400);
    }

    @Test
    void countsNoCallsWhereNothingIsStored() {
        Told.byStorage(List.of());
        get("/api/dependencies").then().statusCode(200).body("data", hasSize(0));
    }

    @Test
    void answersAPathThatIsNotThereWith404() {
        get("/api/nothing")
                .then()
                .statusCode(404)
                .contentType("application/json")
                .body("errors[0].code", equalTo(404));
        get("/nothing")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("status", equalTo(404));
        given().post("/api/traces").then().statusCode(405);
    }

    @Test
    void timesStoragesAnswers() {
        StoragePeer.store(List.of());
        get("/api/traces?service=shop").then().statusCode(200);
        ManagementPort.get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("quipu_analysis_storage_requests_seconds_count"))
                .body(containsString("question=\"searchTraces\""));
    }
}

package dev.quipu.analysis.api;

import static dev.quipu.analysis.SpanBuilder.span;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.quipu.analysis.StoragePeer;
import dev.quipu.analysis.graph.Told;
import dev.quipu.model.AnyValue;
import dev.quipu.model.Span;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class ServiceGraphResourceTest {

    private static final String PATH = "/v1/service-graph";

    @BeforeEach
    void storageHasATrace() {
        StoragePeer.reset();
        Told.byStorage(List.of(
                span(1).in("front").kind(Span.Kind.SERVER).build(),
                span(2).under(1).in("front").kind(Span.Kind.CLIENT).build(),
                span(3).under(2)
                        .in("cart")
                        .kind(Span.Kind.SERVER)
                        .status(2, "no")
                        .build(),
                span(4).under(3)
                        .in("cart")
                        .kind(Span.Kind.CLIENT)
                        .with("db.system.name", AnyValue.of("redis"))
                        .build()));
    }

    @Test
    void hasNodesAndEdgesWithTheirFigures() {
        given().queryParam("from", "1706678900000000000")
                .queryParam("to", "1706678910000000000")
                .get(PATH)
                .then()
                .statusCode(200)
                .body("from", equalTo("2024-01-31T05:28:20Z"))
                .body("to", equalTo("2024-01-31T05:28:30Z"))
                .body("watermark", equalTo("2026-01-01T00:00:00Z"))
                .body("pendingSpans", equalTo(5))
                .body(
                        "nodes.id",
                        containsInAnyOrder("component//cart", "component//front", "database//redis", "user//user"))
                .body("edges", hasSize(3))
                .body("edges.find { it.callee == 'component//cart' }.caller", equalTo("component//front"))
                .body("edges.find { it.callee == 'component//cart' }.errors", equalTo(1))
                .body("edges.find { it.callee == 'component//cart' }.ratePerSecond", equalTo(0.1f))
                .body(
                        "edges.find { it.callee == 'component//cart' }.search",
                        equalTo("service = \"cart\" && (kind = server || kind = consumer)"))
                .body("edges.find { it.callee == 'database//redis' }.type", equalTo("query"));
    }

    @Test
    void keepsToTheCallsOfAService() {
        given().queryParam("service", "front")
                .get(PATH)
                .then()
                .statusCode(200)
                .body("edges.callee", containsInAnyOrder("component//cart", "component//front"));
        StoragePeer.Request asked = StoragePeer.requests("/v1/rollups").get(0);
        assertThat(List.of(asked.parameter("kind"), asked.parameter("whole"), asked.parameter("service")))
                .containsExactly("calls", "true", "front");
    }

    @Test
    void isEmptyWithoutTraces() {
        Told.byStorage(List.of());
        given().get(PATH).then().statusCode(200).body("edges", empty()).body("nodes", empty());
    }

    @Test
    void saysWhatIsWrong() {
        given().queryParam("from", "soon").get(PATH).then().statusCode(400).body("detail", containsString("from:"));
    }
}

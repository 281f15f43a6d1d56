package dev.quipu.storage.relations;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import dev.quipu.model.rollup.CallKey;
import dev.quipu.model.rollup.CallNode;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Relations of a component out of what analysis told. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class RelationsIT {

    private static final long NOW = Math.floorDiv(Instant.now().getEpochSecond(), 10L) * 10;
    private static final String CONSUMER = "/v1/feed/consumers/analysis";

    private final String tenant = "t" + UUID.randomUUID();

    @AfterEach
    void removeConsumer() {
        given().delete(CONSUMER);
    }

    private void tell(CallNode caller, CallNode callee, long startUnixSeconds) {
        Rollup<CallKey> calls = new Rollup<>(RollupKind.CALLS, 10);
        calls.cell(new CallKey(caller, callee, CallKey.Type.CALL, CallKey.End.CALLEE, false, false, startUnixSeconds))
                .add(5, 1);
        String rollup = Base64.getEncoder().encodeToString(RollupCodec.encode(calls));
        given().contentType("application/json")
                .body(Map.of(
                        "cursor",
                        "1-1",
                        "watermark",
                        "2026-01-01T00:00:00Z",
                        "rollups",
                        List.of(Map.of("tenant", tenant, "rollup", rollup))))
                .put(CONSUMER)
                .then()
                .statusCode(204);
    }

    private ValidatableResponse relations(String parameters) {
        int id = given().header("Quipu-Tenant", tenant)
                .queryParam("name", "cart")
                .get("/v1/components")
                .jsonPath()
                .getInt("components[0].id");
        return given().header("Quipu-Tenant", tenant)
                .get("/v1/components/" + id + "/relations" + parameters)
                .then();
    }

    @Test
    void areTheCallsOfTheLastDay() {
        Stored.post(tenant, new SpanFixture(63).spans(100, Frames.nowUnixNano(), Frames.nowUnixNano() + 1000));
        relations("").statusCode(200).body("calls", is(empty()));
        String namespace = given().header("Quipu-Tenant", tenant)
                .queryParam("name", "cart")
                .get("/v1/components")
                .jsonPath()
                .getString("components[0].namespace");
        CallNode cart = new CallNode(CallNode.Kind.COMPONENT, namespace, "cart");
        CallNode stock = new CallNode(CallNode.Kind.COMPONENT, namespace, "stock");
        tell(cart, stock, NOW);
        tell(CallNode.USER, cart, NOW);
        tell(stock, cart, NOW - 7 * 86_400);
        relations("")
                .statusCode(200)
                .body("calls.name", equalTo(List.of("stock")))
                .body("calls.kind", equalTo(List.of("COMPONENT")))
                .body("calls.calls", equalTo(List.of(1)))
                .body("calledBy.kind", equalTo(List.of("USER")))
                .body("pendingSpans", greaterThan(0))
                .body("watermark", equalTo("2026-01-01T00:00:00Z"))
                .body("from", notNullValue())
                .body("to", notNullValue());
        String weekAgo = Instant.ofEpochSecond(NOW - 7 * 86_400).toString();
        relations("?from=" + weekAgo).body("calledBy.name", equalTo(List.of("stock", "user")));
        relations("?from=" + Instant.now() + "&to=" + weekAgo).statusCode(400);
        relations("?from=yesterday").statusCode(400);
    }
}

package dev.quipu.analysis.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.quipu.analysis.StoragePeer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class IncidentsResourceTest {

    private static final String PATH = "/v1/incidents";
    private static final String ID = "5f0c5b6e-92f5-3f3e-8000-000000000001";

    private static final String INCIDENT = """
            {"id": "%s", "state": "open", "startedAt": "2026-01-01T00:10:00Z", "updatedAt": "2026-01-01T00:12:00Z",
              "version": 2, "components": ["shop/cart"], "document": {"symptoms": [{"component": "shop/cart",
                "kind": "latency", "since": "2026-01-01T00:10:00Z", "usualSpans": 1000, "usualBad": 1, "spans": 200,
                "bad": 50, "slowNanos": 1.0E9, "evidence": 8.5, "text": "it is slow", "search": "service = \\"cart\\""}],
              "causes": [{"cause": {"component": "shop/cart", "score": 4.2, "strength": "strong", "kind": "duration",
                  "detail": "GET /cart", "evidence": []}, "attributes": []}],
              "causesPeriod": {"from": "2026-01-01T00:10:00Z", "to": "2026-01-01T00:12:00Z"}, "truncated": false}}""".formatted(ID);

    @BeforeEach
    void storageKeepsAnIncident() {
        StoragePeer.reset();
        String strange = INCIDENT.replace("\"symptoms\": [", "\"symptoms\": [7, ");
        StoragePeer.at(
                PATH,
                request -> request.json(
                        200, "{\"incidents\": [" + INCIDENT + ", " + strange + "], \"nextCursor\": \"next\"}"));
        StoragePeer.at(PATH + "/" + ID, request -> request.json(200, INCIDENT));
    }

    @Test
    void listsWhatIsKept() {
        given().queryParam("state", "open")
                .queryParam("component", "shop/cart")
                .get(PATH)
                .then()
                .statusCode(200)
                .body("incidents", hasSize(1))
                .body("incidents[0].id", equalTo(ID))
                .body("incidents[0].state", equalTo("open"))
                .body("incidents[0].symptoms.component", contains("shop/cart"))
                .body("incidents[0].causes[0].cause.detail", equalTo("GET /cart"))
                .body("incidents[0].causesPeriod.to", equalTo("2026-01-01T00:12:00Z"))
                .body("nextCursor", equalTo("next"));
        StoragePeer.Request asked = StoragePeer.requests(PATH).get(0);
        assertThat(List.of(asked.parameter("state"), asked.parameter("component")))
                .containsExactly("open", "shop/cart");
    }

    @Test
    void givesOne() {
        given().get(PATH + "/" + ID).then().statusCode(200).body("id", equalTo(ID));
        StoragePeer.at(PATH + "/" + ID, request -> request.problem(404, "none"));
        given().get(PATH + "/" + ID).then().statusCode(404).body("detail", containsString("none is kept"));
        given().get(PATH + "/x").then().statusCode(400).body("detail", equalTo("id: expected a UUID, got 'x'"));
    }

    @Test
    void saysWhatStorageRefuses() {
        StoragePeer.at(PATH, request -> request.problem(400, "state: expected open or closed, got 'x'"));
        given().get(PATH + "?state=x").then().statusCode(400).body("detail", containsString("state: expected"));
    }
}

package dev.quipu.storage.incidents;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.quipu.model.TenantName;
import dev.quipu.storage.fixture.Concurrently;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.TestDatabase;
import dev.quipu.storage.retention.Housekeeping;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Incidents over HTTP, and the laws of {@link Incidents}. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class IncidentsIT {

    @Inject
    Sql sql;

    @Inject
    Housekeeping housekeeping;

    private final String tenant = "t" + UUID.randomUUID();

    private RequestSpecification json() {
        return given().header(TenantName.HEADER, tenant).contentType(ContentType.JSON);
    }

    private ValidatableResponse put(String id, String body) {
        return json().body(body).when().put("/v1/incidents/" + id).then();
    }

    private static String open(int version, String startedAt, String component) {
        return """
                {"version":%d,"state":"open","startedAt":"%s","components":["%s","db"],
                "document":{"symptoms":[{"figure":"p99_nanos","value":1.25}],"empty":{}}}""".formatted(version, startedAt, component);
    }

    private static String closed(int version, String startedAt, String endedAt) {
        return """
                {"version":%d,"state":"closed","startedAt":"%s","endedAt":"%s","document":{}}""".formatted(version, startedAt, endedAt);
    }

    private String added(String startedAt) {
        String id = UUID.randomUUID().toString();
        put(id, open(0, startedAt, "cart")).statusCode(200);
        return id;
    }

    private List<String> listed(Map<String, Object> parameters) {
        return json().queryParams(parameters)
                .when()
                .get("/v1/incidents")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("incidents.id", String.class);
    }

    @Test
    void anIncidentIsOpenedClosedAndRemoved() {
        String id = UUID.randomUUID().toString();
        put(id, open(0, "2026-01-01T00:00:00.123456Z", "cart"))
                .statusCode(200)
                .body("id", is(id))
                .body("version", is(1))
                .body("state", is("open"))
                .body("startedAt", is("2026-01-01T00:00:00.123456Z"))
                .body("endedAt", nullValue())
                .body("components", is(List.of("cart", "db")))
                .body("document.symptoms[0].figure", is("p99_nanos"))
                .body("document.empty", is(Map.of()));
        put(id, closed(1, "2026-01-01T00:00:00Z", "2026-01-01T00:10:00Z"))
                .statusCode(200)
                .body("version", is(2))
                .body("endedAt", is("2026-01-01T00:10:00Z"));

        String path = "/v1/incidents/" + id;
        json().when().get(path).then().statusCode(200).body("version", is(2)).body("document", is(Map.of()));
        given().when().get(path).then().statusCode(404);
        given().when().delete(path).then().statusCode(404);
        json().when().delete(path).then().statusCode(204);
        json().when().get(path).then().statusCode(404);
    }

    @Test
    void whoWritesFromAnOldVersionIsToldTheOneItHasNow() {
        String id = added("2026-01-01T00:00:00Z");
        put(id, open(1, "2026-01-01T00:00:00Z", "cart")).statusCode(200).body("version", is(2));

        put(id, open(1, "2026-01-01T00:00:00Z", "mine"))
                .statusCode(409)
                .body("detail", containsString("version: expected 2"));
        put(id, open(0, "2026-01-01T00:00:00Z", "mine")).statusCode(409);
        put(UUID.randomUUID().toString(), open(4, "2026-01-01T00:00:00Z", "mine"))
                .statusCode(409)
                .body("detail", containsString("version: expected 0"));
        assertThat(listed(Map.of("component", "mine"))).isEmpty();
    }

    @Test
    void ofThoseWhoWriteAtOnceFromOneVersionOneSucceeds() {
        String id = UUID.randomUUID().toString();
        for (int version = 0; version < 5; version++) {
            String body = open(version, "2026-01-01T00:00:00Z", "cart");
            List<Integer> statuses =
                    Concurrently.run(4, i -> put(id, body).extract().statusCode());
            assertThat(statuses).containsExactlyInAnyOrder(200, 409, 409, 409);
        }
    }

    @Test
    void pagesAreInATotalOrderTheNewestStartFirst() {
        List<String> sameStart = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            sameStart.add(added("2026-01-02T00:00:00Z"));
        }
        sameStart.sort(Comparator.reverseOrder());
        String oldest = added("2026-01-01T00:00:00.000001Z");
        String newest = added("2026-01-03T00:00:00.999999Z");

        List<String> found = new ArrayList<>();
        String cursor = null;
        do {
            RequestSpecification asked = json().queryParam("limit", 2);
            JsonPath page = (cursor == null ? asked : asked.queryParam("cursor", cursor))
                    .when()
                    .get("/v1/incidents")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            found.addAll(page.getList("incidents.id", String.class));
            cursor = page.getString("nextCursor");
        } while (cursor != null);

        List<String> expected = new ArrayList<>(List.of(newest));
        expected.addAll(sameStart);
        expected.add(oldest);
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void aListIsOfAStateAComponentAndATime() {
        String goesOn = added("2026-01-01T00:00:00Z");
        String ended = UUID.randomUUID().toString();
        put(ended, closed(0, "2026-01-01T01:00:00Z", "2026-01-01T02:00:00Z")).statusCode(200);

        assertThat(listed(Map.of())).containsExactly(ended, goesOn);
        assertThat(listed(Map.of("state", "open"))).containsExactly(goesOn);
        assertThat(listed(Map.of("state", "closed"))).containsExactly(ended);
        assertThat(listed(Map.of("component", "db"))).containsExactly(goesOn);
        assertThat(listed(Map.of("from", "2026-01-01T02:00:00Z"))).containsExactly(ended, goesOn);
        assertThat(listed(Map.of("from", "2026-01-01T02:00:01Z"))).containsExactly(goesOn);
        assertThat(listed(Map.of("to", "2026-01-01T01:00:00Z"))).containsExactly(goesOn);
        assertThat(listed(Map.of("from", "2026-01-01T01:30:00Z", "to", "2026-01-01T01:31:00Z")))
                .containsExactly(ended, goesOn);
    }

    @Test
    void housekeepingLetsGoOfWhatEndedLongAgo() {
        String goesOn = added("2020-01-01T00:00:00Z");
        put(UUID.randomUUID().toString(), closed(0, "2020-01-01T00:00:00Z", "2020-01-02T00:00:00Z"))
                .statusCode(200);
        housekeeping.tidy().await().atMost(Duration.ofMinutes(1));
        assertThat(listed(Map.of())).containsExactly(goesOn);
        sql.number("UPDATE incident SET updated_at = now() - interval '401 days' WHERE tenant = $1", tenant);
        housekeeping.tidy().await().atMost(Duration.ofMinutes(1));
        assertThat(listed(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | version: expected it in the body",
                "{\"version\":-1} | version: expected 0 or more, got -1",
                "{\"version\":0,\"state\":\"half\"} | state: expected open or closed, got 'half'",
                "{\"version\":0,\"state\":\"open\",\"startedAt\":\"noon\"} | startedAt: expected RFC 3339",
                "{\"version\":0,\"state\":\"open\",\"startedAt\":\"2026-01-01T00:00:00Z\"} | document: expected it",
                "{\"version\":0,\"state\":\"open\",\"startedAt\":\"2026-01-01T00:00:00Z\",\"document\":[]}"
                        + " | document: expected an object, got array",
                "{\"version\":0,\"state\":\"open\",\"startedAt\":\"2026-01-01T00:00:00Z\",\"document\":{},\"components\":[null]}"
                        + " | components: expected it",
                "{\"version\":0,\"state\":\"closed\",\"startedAt\":\"2026-01-01T00:00:00Z\",\"document\":{}}"
                        + " | endedAt: expected it when the state is closed",
                "{\"version\":0,\"state\":\"open\",\"startedAt\":\"2026-01-01T00:00:00Z\",\"endedAt\":\"2026-01-01T00:00:00Z\",\"document\":{}}"
                        + " | endedAt: expected it when the state is closed",
                "{\"version\":0,\"state\":\"closed\",\"startedAt\":\"2026-01-01T00:00:00Z\",\"endedAt\":\"2025-01-01T00:00:00Z\",\"document\":{}}"
                        + " | endedAt: expected startedAt",
                "{\"version\":0,\"state\":\"open\",\"startedAt\":\"2026-01-01T00:00:00Z\",\"document\":{\"a\":\"\\u0000\"}}"
                        + " | cannot be stored",
            })
    void saysWhatIsWrongWithAnIncident(String body, String message) {
        put(UUID.randomUUID().toString(), body).statusCode(400).body("detail", containsString(message));
    }

    @Test
    void saysWhatIsWrongWithAQuestion() {
        put("one", open(0, "2026-01-01T00:00:00Z", "cart"))
                .statusCode(400)
                .body("detail", containsString("id: expected a UUID, got 'one'"));
        for (String wrong : List.of("state=x", "from=x", "limit=0", "cursor=x", "cursor=MQo")) {
            json().when()
                    .get("/v1/incidents?" + wrong)
                    .then()
                    .statusCode(400)
                    .body("detail", containsString(wrong.substring(0, wrong.indexOf('=')) + ": expected"));
        }
    }

    @Test
    void aDocumentMayTakeAMebibyteAndNoMore() {
        String id = UUID.randomUUID().toString();
        String body = """
                {"version":0,"state":"open","startedAt":"2026-01-01T00:00:00Z","components":["%s"],"document":{"a":"%s"}}""";
        int around = "{\"a\":\"\"}".length();
        put(id, body.formatted("c".repeat(1000), "x".repeat((1 << 20) - around)))
                .statusCode(200);
        json().when().get("/v1/incidents/" + id).then().statusCode(200);
        put(id, body.formatted("c", "x".repeat((1 << 20) - around + 1)))
                .statusCode(400)
                .body("detail", containsString("document: expected at most 1048576 bytes, got 1048577"));
        put(id, body.formatted("c", "x".repeat(2 << 20))).statusCode(413);
    }
}

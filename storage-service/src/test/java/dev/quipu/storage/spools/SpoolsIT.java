package dev.quipu.storage.spools;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class SpoolsIT {

    private final String tenant = "t" + UUID.randomUUID();
    private final String collector = "c" + UUID.randomUUID();

    private Map<String, Object> holding(String signal, long records, Instant oldest) {
        return Map.of(
                "tenant",
                tenant,
                "signal",
                signal,
                "segments",
                2,
                "records",
                records,
                "bytes",
                1000,
                "oldest",
                oldest.toString());
    }

    @SafeVarargs
    private void report(Map<String, Object>... holdings) {
        Map<String, Object> body = new HashMap<>(Map.of("holdings", List.of(holdings)));
        body.put("url", "http://127.0.0.1:4318");
        given().contentType("application/json")
                .body(body)
                .put("/v1/spools/" + collector)
                .then()
                .statusCode(204);
    }

    private JsonPath ledger(Object... parameters) {
        var request = given().header("Quipu-Tenant", tenant);
        for (int i = 0; i < parameters.length; i += 2) {
            request.queryParam((String) parameters[i], parameters[i + 1]);
        }
        return request.get("/v1/ledger").then().statusCode(200).extract().jsonPath();
    }

    @Test
    void theLedgerCountsWhatIsSpooledAsCollected() {
        Stored.post(tenant, new SpanFixture(1).spans(20, Frames.nowUnixNano(), Frames.nowUnixNano() + 1000));
        report(holding("traces", 500, Instant.now()), holding("logs", 7, Instant.now()));
        JsonPath ledger = ledger();
        assertThat(ledger.getInt("identities.spooled")).isEqualTo(507);
        assertThat(ledger.getInt("identities.spooledBy.'" + collector + "'")).isEqualTo(507);
        assertThat(ledger.getInt("identities.collected")).isEqualTo(527);
        assertThat(ledger.getInt("identities.offered")).isEqualTo(527);
        assertThat(ledger.getBoolean("identities.holds")).isTrue();
        assertThat(ledger("signal", "logs").getInt("identities.spooled")).isEqualTo(7);
        assertThat(ledger("service", "cart").getInt("identities.spooled")).isZero();
        assertThat(ledger("groupBy", "signal").getList("lines.counts.spooled", Integer.class))
                .containsExactlyInAnyOrder(500, 7);
        report();
        assertThat(ledger().getInt("identities.spooled")).isZero();
    }

    @Test
    void countsInWindowsThatOverlapTheTimeFromTheOldestToTheReport() {
        Instant oldest = Instant.now().minusSeconds(3600);
        report(holding("traces", 9, oldest));
        assertThat(ledger("to", oldest.minusSeconds(120).toString()).getInt("identities.spooled"))
                .isZero();
        assertThat(ledger("to", oldest.plusSeconds(60).toString()).getInt("identities.spooled"))
                .isEqualTo(9);
        assertThat(ledger("from", Instant.now().minusSeconds(60).toString()).getInt("identities.spooled"))
                .isEqualTo(9);
        assertThat(ledger("from", Instant.now().plusSeconds(120).toString()).getInt("identities.spooled"))
                .isZero();
        assertThat(ledger("groupBy", "minute").getList("lines")).isEmpty();
    }

    @Test
    void aReportReplacesTheOneBefore() {
        report(holding("traces", 500, Instant.now()), holding("logs", 7, Instant.now()));
        report(holding("traces", 400, Instant.now()));
        JsonPath listed =
                given().get("/v1/spools").then().statusCode(200).extract().jsonPath();
        String path = "spools.find { it.collector == '" + collector + "' }";
        assertThat(listed.getList(path + ".holdings.records", Integer.class)).containsExactly(400);
        assertThat(listed.getString(path + ".url")).isEqualTo("http://127.0.0.1:4318");
        assertThat(Instant.parse(listed.getString(path + ".reportedAt")))
                .isAfter(Instant.now().minusSeconds(60));
        report();
        assertThat(given().get("/v1/spools").jsonPath().getList("spools.collector", String.class))
                .doesNotContain(collector);
    }

    @Test
    void saysWhatIsWrong() {
        given().contentType("application/json")
                .body("{\"holdings\":[{\"tenant\":\"a\",\"signal\":\"traces\",\"records\":1}]}")
                .put("/v1/spools/c")
                .then()
                .statusCode(400)
                .body("detail", containsString("oldest: expected"));
        given().contentType("application/json")
                .body("{\"url\":\"nowhere\",\"holdings\":[]}")
                .put("/v1/spools/c")
                .then()
                .statusCode(400)
                .body("detail", containsString("url: expected"));
    }
}

package dev.quipu.storage.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.quipu.access.audit.SigningKey;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every door through which people change something says so in the audit. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class AuditIT {

    @Inject
    AuditCheckpoints checkpoints;

    @Inject
    Signer signer;

    private final String tenant = "t" + UUID.randomUUID();

    private ValidatableResponse send(String method, String path, String body) {
        return given().header("Quipu-Tenant", tenant)
                .contentType(ContentType.JSON)
                .body(body)
                .request(method, path)
                .then();
    }

    private JsonPath audit(String query) {
        return given().header("Quipu-Tenant", tenant)
                .get("/v1/audit" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private void changeAll(String path, String body) {
        String added =
                path + "/" + send("POST", path, body).statusCode(201).extract().path("id");
        send("PUT", added, body).statusCode(200);
        given().header("Quipu-Tenant", tenant).delete(added).then().statusCode(204);
    }

    @Test
    void whatPeopleChangeIsWritten() {
        changeAll("/v1/retention-rules", "{\"signal\":\"logs\",\"days\":3}");
        changeAll("/v1/redaction-rules", "{\"name\":\"cards\",\"keys\":\"card\",\"action\":\"mask\"}");
        changeAll("/v1/silences", "{\"matchers\":{\"alertname\":\"slow\"},\"endsAt\":\"2100-01-01T00:00:00Z\"}");
        changeAll("/v1/webhooks", "{\"name\":\"pager\",\"url\":\"http://127.0.0.1:1/secret\"}");
        changeAll("/v1/scrape/targets", "{\"url\":\"http://127.0.0.1:1/metrics\",\"job\":\"j\"}");
        List<String> actions = audit("").getList("entries.action");
        assertThat(actions)
                .containsExactly(
                        "scrape-target.remove",
                        "scrape-target.change",
                        "scrape-target.add",
                        "webhook.remove",
                        "webhook.change",
                        "webhook.add",
                        "silence.remove",
                        "silence.change",
                        "silence.add",
                        "redaction-rule.remove",
                        "redaction-rule.change",
                        "redaction-rule.add",
                        "retention-rule.remove",
                        "retention-rule.change",
                        "retention-rule.add");
        JsonPath webhooks = audit("?action=webhook.add");
        assertThat(webhooks.getString("entries[0].detail")).isEqualTo("'pager'");
        assertThat(webhooks.getString("entries[0].outcome")).isEqualTo("done");
        assertThat(webhooks.getString("entries[0].hash")).matches("[0-9a-f]{64}");
    }

    @Test
    void whatIsNotDoneIsNotWrittenAsDone() {
        send("POST", "/v1/retention-rules", "{\"days\":0}").statusCode(400);
        send("POST", "/v1/retention-rules", "{\"days\":3}").statusCode(201);
        send("POST", "/v1/retention-rules", "{\"days\":4}").statusCode(409);
        send("DELETE", "/v1/retention-rules/77", "").statusCode(404);
        JsonPath entries = audit("");
        assertThat(entries.getList("entries.outcome")).isEqualTo(List.of("refused", "done", "refused"));
        assertThat(entries.getString("entries[2].detail")).isEqualTo("400: days: expected 1 to 36500, got 0");
        assertThat(entries.getString("entries[2].subject")).isEqualTo("/v1/retention-rules");
        assertThat(entries.getString("entries[0].detail")).startsWith("409: ");
    }

    @Test
    void entriesAreListedPageByPageAndByWhatIsAsked() {
        for (int days : List.of(1, 2, 3)) {
            String rule = send("POST", "/v1/retention-rules", "{\"days\":" + days + "}")
                    .statusCode(201)
                    .extract()
                    .path("id")
                    .toString();
            send("DELETE", "/v1/retention-rules/" + rule, "").statusCode(204);
        }
        JsonPath first = audit("?limit=4");
        assertThat(first.getList("entries")).hasSize(4);
        assertThat(audit("?limit=4&cursor=" + first.getString("nextCursor")).getList("entries"))
                .hasSize(2);
        assertThat(audit("?action=retention-rule.remove").getList("entries")).hasSize(3);
        assertThat(audit("?actor=anonymous").getList("entries")).hasSize(6);
        assertThat(audit("?actor=ada").getList("entries")).isEmpty();
        String middle = audit("").getString("entries[2].at");
        assertThat(audit("?to=" + middle).getList("entries")).hasSize(3);
        assertThat(audit("?from=" + middle).getList("entries")).hasSize(3);
        given().get("/v1/audit?from=then").then().statusCode(400).body("detail", containsString("from: expected"));
    }

    @Test
    void aTenantSeesItsOwnEntries() {
        send("POST", "/v1/retention-rules", "{\"days\":3}").statusCode(201);
        given().header("Quipu-Tenant", "t" + UUID.randomUUID())
                .get("/v1/audit")
                .then()
                .body("entries.size()", is(0))
                .body("nextCursor", nullValue());
    }

    @Test
    void theEndOfTheChainIsSignedWhenItHasGrown() {
        send("POST", "/v1/retention-rules", "{\"days\":3}").statusCode(201);
        long sequence = audit("").getLong("entries[0].sequence");
        checkpoints.sign().await().atMost(Duration.ofSeconds(20));
        assertThat(checkpoints.sign().await().atMost(Duration.ofSeconds(20))).isEmpty();
        byte[] key = signer.key().map(SigningKey::publicKey).orElseThrow().getEncoded();
        given().get("/v1/audit/checkpoints?limit=1")
                .then()
                .statusCode(200)
                .body("checkpoints[0].sequence", is((int) sequence))
                .body("checkpoints[0].hash", is(audit("").getString("entries[0].hash")))
                .body("checkpoints[0].signature", matchesPattern("[A-Za-z0-9+/]{86}=="))
                .body("checkpoints[0].publicKey", is(Base64.getEncoder().encodeToString(key)))
                .body("checkpoints[0].at", notNullValue());
    }
}

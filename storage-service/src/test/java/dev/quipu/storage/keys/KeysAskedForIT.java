package dev.quipu.storage.keys;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The service as it is when keys are asked for. */
@QuarkusTest
@TestProfile(KeysAskedForIT.Keys.class)
class KeysAskedForIT {

    private static final String SERVICE_KEY = "the services of these tests know each other by this";

    private final String tenant = "t" + UUID.randomUUID();

    public static final class Keys implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quipu.access.authentication", "keys",
                    "quipu.access.service-key", SERVICE_KEY,
                    "quipu.storage.audit.reads", "true");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(TestDatabase.class));
        }
    }

    private static RequestSpecification as(String secret) {
        return given().header("Authorization", "Bearer " + secret).contentType(ContentType.JSON);
    }

    private RequestSpecification asService() {
        return as(SERVICE_KEY).header("Quipu-Tenant", tenant);
    }

    /** One that is known to the gate. */
    private String key(String name, String role) {
        String key = asService()
                .body("{\"name\":\"%s\",\"role\":\"%s\"}".formatted(name, role))
                .post("/v1/api-keys")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
        await().atMost(Duration.ofSeconds(5))
                .until(() -> as(key).get("/v1/services").statusCode() != 401);
        return key;
    }

    @Test
    void whoHasNoKeyIsToldWhatIsExpected() {
        given().get("/v1/services")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", startsWith("Bearer"))
                .body("detail", startsWith("Authorization: expected"));
        given().get("/q/openapi").then().statusCode(200);
    }

    @Test
    void aRoleOpensItsDoorsAndNoOthers() {
        String reader = key("reader", "reader");
        as(reader).get("/v1/services").then().statusCode(200);
        as(reader)
                .get("/v1/api-keys")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("detail", is("role: expected admin, got another"));
        as(reader).body("{}").post("/v1/silences").then().statusCode(403);
        as(key("writer", "writer")).get("/v1/services").then().statusCode(403);
        String analyst = key("analyst", "analyst");
        as(analyst).get("/v1/access/keys").then().statusCode(403);
        as(analyst).body("{}").post("/v1/silences").then().statusCode(400);
        String admin = key("admin", "admin");
        as(admin).get("/v1/api-keys").then().statusCode(200);
        as(admin).get("/v1/feed").then().statusCode(403);
        asService().get("/v1/feed").then().statusCode(200);
    }

    @Test
    void noTenantIsReachedButTheKeys() {
        String admin = key("admin", "admin");
        String other = "t" + UUID.randomUUID();
        as(admin)
                .body("{\"days\":3}")
                .header("Quipu-Tenant", other)
                .post("/v1/retention-rules")
                .then()
                .statusCode(201);
        asService().get("/v1/retention-rules").then().body("rules.size()", is(1));
        as(SERVICE_KEY)
                .header("Quipu-Tenant", other)
                .get("/v1/retention-rules")
                .then()
                .body("rules.size()", is(0));
    }

    @Test
    void aRevokedKeyOpensNothingWithinASecond() {
        String admin = key("admin", "admin");
        String lost = key("lost", "reader");
        as(admin).delete("/v1/api-keys/" + lost.substring(3, 19)).then().statusCode(204);
        await().atMost(Duration.ofSeconds(1))
                .until(() -> as(lost).get("/v1/services").statusCode() == 401);
    }

    @Test
    void aKeyThatOpensNothingIsInTheAuditAndDoesNotFillIt() {
        for (int i = 0; i < 100; i++) {
            as("nonsense").get("/v1/services").then().statusCode(401);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> shownInVain().contains("GET /v1/services"));
        assertThat(shownInVain()).hasSizeLessThan(50);
    }

    private static List<String> shownInVain() {
        return as(SERVICE_KEY)
                .get("/v1/audit?action=credential.show&limit=200")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("entries.subject");
    }

    @Test
    void theAuditSaysWhoDidWhatAndWhoWasRefused() {
        String admin = key("ops", "admin");
        String reader = key("curious", "reader");
        as(admin).body("{\"days\":3}").post("/v1/retention-rules").then().statusCode(201);
        as(reader).body("{\"days\":1}").post("/v1/retention-rules").then().statusCode(403);
        as(admin)
                .get("/v1/audit?action=retention-rule.add")
                .then()
                .body("entries.actor", is(java.util.List.of("curious", "ops")))
                .body("entries.role", is(java.util.List.of("reader", "admin")))
                .body("entries.outcome", is(java.util.List.of("refused", "done")));
    }

    @Test
    void aServiceActsInTheNameOfWhoAskedIt() {
        asService()
                .header("Quipu-Caller", "admin;ada")
                .body("{\"days\":3}")
                .post("/v1/retention-rules")
                .then()
                .statusCode(201);
        asService()
                .header("Quipu-Caller", "reader;eve")
                .body("{\"days\":1}")
                .post("/v1/retention-rules")
                .then()
                .statusCode(403);
        asService().get("/v1/audit").then().body("entries.actor", is(java.util.List.of("eve", "ada")));
    }

    @Test
    void whatWasReadIsWrittenBeforeItIsTold() {
        String reader = key("curious", "reader");
        as(reader).queryParam("q", "name = \"cart\"").get("/v1/spans").then().statusCode(200);
        asService().get("/v1/spans").then().statusCode(200);
        String actions = asService()
                .get("/v1/audit?actor=curious")
                .then()
                .body("entries.action", hasItem("GET /v1/spans"))
                .body("entries.detail", hasItem("q=name = \"cart\""))
                .extract()
                .asString();
        assertThat(actions).contains("/v1/spans");
        asService().get("/v1/audit?actor=service").then().body("entries.action", not(hasItem("GET /v1/spans")));
    }
}

package dev.quipu.storage.retention;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.quipu.model.Span;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class RetentionIT {

    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final Duration WAIT = Duration.ofSeconds(60);

    @Inject
    Retention retention;

    @Inject
    Housekeeping housekeeping;

    @Inject
    Sql sql;

    private final String tenant = "t" + UUID.randomUUID();
    private final SpanFixture fixture = new SpanFixture(51);

    private List<Span> daysAgo(int days, int count) {
        long noon = Frames.nowUnixNano() / DAY_NANOS * DAY_NANOS + DAY_NANOS / 2 - days * DAY_NANOS;
        return fixture.spans(count, noon, noon + 1000);
    }

    private JsonPath ledger(String of) {
        return given().header("Quipu-Tenant", of)
                .get("/v1/ledger")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private boolean hasPartition(int daysAgo) {
        return sql.number(
                        "SELECT CASE WHEN to_regclass('segment_' || to_char((now() AT TIME ZONE 'UTC')::date - $1::int, 'YYYYMMDD') || '_fresh') IS NULL THEN 0 ELSE 1 END",
                        daysAgo)
                == 1;
    }

    @Test
    void dropsADayWhoseRecordsHaveAllExpiredAndCountsThem() {
        Stored.post(tenant, daysAgo(20, 30));
        Stored.post(tenant, daysAgo(1, 5));
        assertThat(hasPartition(20)).isTrue();
        retention.expire().await().atMost(WAIT);
        assertThat(hasPartition(20)).isFalse();
        JsonPath ledger = ledger(tenant);
        assertThat(ledger.getInt("identities.stored")).isEqualTo(35);
        assertThat(ledger.getInt("identities.expired")).isEqualTo(30);
        assertThat(ledger.getInt("identities.live")).isEqualTo(5);
        assertThat(ledger.getBoolean("identities.holds")).isTrue();
        Stored.post(tenant, daysAgo(20, 3));
        assertThat(ledger(tenant).getInt("identities.live")).isEqualTo(8);
    }

    @Test
    void keepsWhatARuleKeepsAndLetsGoWhatARuleLetsGo() {
        String keeper = "t" + UUID.randomUUID();
        String forgetful = "t" + UUID.randomUUID();
        addRule(keeper, Map.of("days", 60));
        addRule(forgetful, Map.of("days", 60));
        addRule(forgetful, Map.of("days", 2, "signal", "traces"));
        for (String one : List.of(keeper, forgetful, tenant)) {
            Stored.post(one, daysAgo(25, 10));
            Stored.post(one, daysAgo(3, 4));
        }
        retention.expire().await().atMost(WAIT);
        assertThat(ledger(keeper).getInt("identities.live")).isEqualTo(14);
        assertThat(ledger(forgetful).getInt("identities.live")).isZero();
        assertThat(ledger(tenant).getInt("identities.live")).isEqualTo(4);
        for (String one : List.of(keeper, forgetful, tenant)) {
            assertThat(ledger(one).getBoolean("identities.holds")).as(one).isTrue();
        }
    }

    @Test
    void undatedRecordsGoByTheDayTheyWereStored() {
        Stored.post(tenant, fixture.spans(9, 1_000_000_000L, 2_000_000_000L));
        retention.expire().await().atMost(WAIT);
        assertThat(ledger(tenant).getInt("identities.live")).isEqualTo(9);
        sql.number(
                "UPDATE segment SET committed_at = now() - interval '15 days' WHERE tenant = $1 RETURNING 1", tenant);
        retention.expire().await().atMost(WAIT);
        assertThat(ledger(tenant).getInt("identities.live")).isZero();
        assertThat(ledger(tenant).getInt("identities.expired")).isEqualTo(9);
        assertThat(ledger(tenant).getBoolean("identities.holds")).isTrue();
    }

    @Test
    void housekeepingForgetsOldRequestKeys() {
        Stored.post(tenant, daysAgo(0, 2));
        sql.number("UPDATE request_key SET stored_on = current_date - 10 WHERE tenant = $1 RETURNING 1", tenant);
        housekeeping.tidy().await().atMost(WAIT);
        assertThat(sql.number("SELECT count(*) FROM request_key WHERE tenant = $1", tenant))
                .isZero();
        assertThat(ledger(tenant).getInt("identities.live")).isEqualTo(2);
    }

    @Test
    void housekeepingForgetsRedactionsWithTheLedger() {
        sql.run("INSERT INTO redaction_count SELECT '" + tenant + "', 1, extract(epoch FROM now() - age)::bigint / 60,"
                + " '7', 'mask', 1 FROM unnest(ARRAY['30 days'::interval, '500 days'::interval]) AS age");
        housekeeping.tidy().await().atMost(WAIT);
        assertThat(sql.number("SELECT count(*) FROM redaction_count WHERE tenant = $1", tenant))
                .isOne();
    }

    private static int addRule(String tenant, Map<String, Object> rule) {
        return given().header("Quipu-Tenant", tenant)
                .contentType("application/json")
                .body(rule)
                .post("/v1/retention-rules")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getInt("id");
    }

    @Test
    void rulesAreMadeChangedListedAndRemoved() {
        int id = addRule(tenant, Map.of("days", 30, "signal", "logs"));
        String path = "/v1/retention-rules/" + id;
        given().header("Quipu-Tenant", tenant)
                .get(path)
                .then()
                .statusCode(200)
                .body("days", is(30))
                .body("signal", is("logs"));
        given().header("Quipu-Tenant", tenant)
                .contentType("application/json")
                .body(Map.of("days", 31))
                .put(path)
                .then()
                .statusCode(200)
                .body("days", is(31));
        given().header("Quipu-Tenant", tenant)
                .get("/v1/retention-rules")
                .then()
                .statusCode(200)
                .body("rules.size()", is(1))
                .body("defaultDays", is(14));
        given().header("Quipu-Tenant", tenant)
                .contentType("application/json")
                .body(Map.of("days", 5))
                .post("/v1/retention-rules")
                .then()
                .statusCode(409);
        given().header("Quipu-Tenant", "somebody-else").get(path).then().statusCode(404);
        given().header("Quipu-Tenant", tenant)
                .contentType("application/json")
                .body(Map.of("days", 0))
                .put(path)
                .then()
                .statusCode(400);
        given().header("Quipu-Tenant", tenant).delete(path).then().statusCode(204);
        given().header("Quipu-Tenant", tenant).delete(path).then().statusCode(404);
    }
}

package dev.quipu.storage.quota;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.quipu.model.segment.Segment;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class QuotasIT {

    private final String tenant = "t" + UUID.randomUUID();

    private ValidatableResponse put(String body) {
        return given().header("Quipu-Tenant", tenant)
                .contentType(ContentType.JSON)
                .body(body)
                .put("/v1/quotas")
                .then();
    }

    private ValidatableResponse get() {
        return given().header("Quipu-Tenant", tenant).get("/v1/quotas").then().statusCode(200);
    }

    private String ofTenant(String field) {
        return "quotas.find { it.tenant == '" + tenant + "' }." + field;
    }

    @Test
    void aQuotaIsSetAndTakenAway() {
        get().body("recordsPerSecond", nullValue()).body("bytesPerDay", nullValue());
        put("{\"recordsPerSecond\":1000}").statusCode(200).body("recordsPerSecond", is(1000));
        get().body("recordsPerSecond", is(1000)).body("bytesPerDay", nullValue());
        put("{}").statusCode(200);
        get().body("recordsPerSecond", nullValue());
        given().header("Quipu-Tenant", tenant)
                .get("/v1/audit?action=quota.change")
                .then()
                .body("entries.size()", is(2))
                .body(
                        "entries[1].detail",
                        is("1000 records per second, any number of bytes per day,"
                                + " any number of series per day, any number of bytes read by queries per second"));
    }

    @Test
    void collectorsAreToldHowMuchIsUsed() {
        put("{\"bytesPerDay\":1000000}").statusCode(200);
        byte[] frame =
                Frames.of(tenant, new SpanFixture(1).spans(50, Frames.nowUnixNano() - 1000, Frames.nowUnixNano()));
        given().contentType(Segment.MEDIA_TYPE)
                .body(frame)
                .post("/v1/segments")
                .then()
                .statusCode(201);
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            Response all = given().get("/v1/quotas/all");
            assertThat(all.jsonPath().getLong(ofTenant("storedBytesToday")))
                    .isBetween((long) (frame.length * 0.9), (long) frame.length);
            given().header("If-None-Match", all.header("ETag"))
                    .get("/v1/quotas/all")
                    .then()
                    .statusCode(304);
        });
    }

    @Test
    void saysWhatIsWrongWithAQuota() {
        put("{\"recordsPerSecond\":0}")
                .statusCode(400)
                .body("detail", is("recordsPerSecond: expected 1 or more, or none for no limit, got 0"));
    }
}

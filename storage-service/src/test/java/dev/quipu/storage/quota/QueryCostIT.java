package dev.quipu.storage.quota;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.ManagementPort;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class QueryCostIT {

    private final String tenant = "t" + UUID.randomUUID();
    private final String neighbour = "t" + UUID.randomUUID();

    private void store(String of) {
        Stored.post(of, new SpanFixture(1).spans(500, Frames.nowUnixNano() - 1000, Frames.nowUnixNano()));
    }

    private Response search(String of) {
        return given().header("Quipu-Tenant", of)
                .queryParam("q", "status = error")
                .get("/v1/spans");
    }

    private void limit(String body) {
        given().header("Quipu-Tenant", tenant)
                .contentType(ContentType.JSON)
                .body(body)
                .put("/v1/quotas")
                .then()
                .statusCode(200);
    }

    @Test
    void aTenantThatHasReadItsShareWaitsAndNoOtherDoes() {
        store(tenant);
        store(neighbour);
        limit("{\"queryBytesPerSecond\":1}");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> search(tenant).statusCode() == 429);
        Response refused = search(tenant);
        refused.then().statusCode(429).body("detail", startsWith("quota: expected queries to read at most 1 bytes"));
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        assertThat(search(neighbour).statusCode()).isEqualTo(200);
        assertThat(ManagementPort.get("/q/metrics").asString())
                .contains("quipu_storage_query_quota_refused_total{tenant=\"" + tenant + "\"}");
        limit("{}");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> search(tenant).statusCode() == 200);
    }
}

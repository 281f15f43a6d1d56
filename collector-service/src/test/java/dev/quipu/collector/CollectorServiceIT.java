package dev.quipu.collector;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the service says about itself. */
@QuarkusTest
@QuarkusTestResource(CollectorApplication.class)
class CollectorServiceIT {

    private final StorageStandIn storage = CollectorApplication.Storage.STAND_IN;

    @BeforeEach
    void forget() {
        storage.clear();
    }

    @Test
    void isReadyWhenStorageIs() {
        await().until(() -> status("/q/health/ready") == 200);
    }

    @Test
    void isAliveButNotReadyWhenStorageIsNot() {
        storage.ready(false);
        await().until(() -> status("/q/health/ready") == 503);
        ManagementPort.get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void describesItsDoor() {
        JsonPath document = given().accept("application/json").get("/q/openapi").jsonPath();
        assertThat(document.getString("info.title")).isEqualTo("Quipu collector");
        Map<String, Object> post = document.getMap("paths.'/v1/traces'.post");
        assertThat(post).containsKeys("operationId", "summary", "description", "requestBody");
        Map<String, Object> responses = document.getMap("paths.'/v1/traces'.post.responses");
        assertThat(responses.keySet()).containsAll(List.of("200", "400", "405", "408", "413", "415", "503"));
    }

    @Test
    void offersSwaggerUi() {
        given().get("/q/swagger-ui/").then().statusCode(200);
    }

    @Test
    void measuresRecordsRequestsAndSegments() {
        given().contentType("application/x-protobuf")
                .body(Otlp.request(3).toByteArray())
                .post("/v1/traces")
                .then()
                .statusCode(200);
        ManagementPort.get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("quipu_collector_records_total"))
                .body(containsString("outcome=\"collected\""))
                .body(containsString("quipu_collector_request_duration_seconds"))
                .body(containsString("quipu_collector_acknowledgement_duration_seconds"))
                .body(containsString("quipu_collector_segment_size_bytes"))
                .body(containsString("quipu_collector_in_flight_bytes"));
    }

    private static int status(String path) {
        return ManagementPort.get(path).statusCode();
    }
}

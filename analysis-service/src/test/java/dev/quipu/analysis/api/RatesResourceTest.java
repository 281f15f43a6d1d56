package dev.quipu.analysis.api;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.quipu.analysis.ManagementPort;
import dev.quipu.analysis.StoragePeer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class RatesResourceTest {

    private static final String COUNTS = "{\"total\":{\"evidence\":{\"offered\":110,\"measured\":0}},"
            + "\"offered\":110,\"collected\":99,\"duplicate\":10,\"rejected\":{\"no id\":1},"
            + "\"sampledOut\":0,\"sampledOutBy\":{},\"refused\":0,\"refusedFor\":{},\"stored\":99,\"live\":99,"
            + "\"expired\":0,\"erased\":0,\"analysed\":0,\"pending\":99,\"failed\":{},"
            + "\"setHash\":{\"stored\":\"00f067aa0ba902b7\"},\"holds\":false,"
            + "\"equations\":[{\"name\":\"stored = live + expired + erased\",\"holds\":false,\"difference\":\"-3\"}]}";

    private static final String LEDGER = "{\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-01T01:00:00Z\","
            + "\"watermark\":\"2026-01-01T00:59:00.5Z\",\"identities\":" + COUNTS
            + ",\"lines\":[{\"signal\":\"traces\",\"counts\":" + COUNTS + "}]}";

    @BeforeEach
    void forget() {
        StoragePeer.reset();
        StoragePeer.at("/v1/ledger", request -> request.json(200, LEDGER));
    }

    @Test
    void givesTheRatesWithWhatTheyAreMadeOf() {
        get("/v1/rates?from=2026-01-01T00:00:00Z&to=2026-01-01T01:00:00Z&signal=traces&service=shop")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("from", equalTo("2026-01-01T00:00:00Z"))
                .body("watermark", equalTo("2026-01-01T00:59:00.500Z"))
                .body("signal", equalTo("traces"))
                .body("service", equalTo("shop"))
                .body("rates.name", contains("R_collect", "R_store", "R_analyze"))
                .body("rates.value", contains(0.99f, 1.0f, 0.0f))
                .body("rates[0].differences", hasSize(1))
                .body("rates[0].differences[0].name", equalTo("rejected"))
                .body("rates[0].differences[0].reason", equalTo("no id"))
                .body("rates[2].differences[0].name", equalTo("pending"))
                .body("openEquations[0].equation", equalTo("stored = live + expired + erased"))
                .body("openEquations[0].difference", equalTo(-3));
        StoragePeer.Request asked = StoragePeer.requests("/v1/ledger").stream()
                .filter(request -> !request.parameter("service").isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(asked.parameter("service")).isEqualTo("shop");
        assertThat(asked.parameter("signal")).isEqualTo("traces");
        assertThat(asked.parameter("from")).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void takesNanosecondsAndTheConfiguredWindow() {
        get("/v1/rates?to=1767229200000000000&service=s").then().statusCode(200);
        StoragePeer.Request asked = StoragePeer.requests("/v1/ledger").stream()
                .filter(request -> request.parameter("service").equals("s"))
                .findFirst()
                .orElseThrow();
        assertThat(asked.parameter("to")).isEqualTo("2026-01-01T01:00:00Z");
        assertThat(Duration.between(Instant.parse(asked.parameter("from")), Instant.parse(asked.parameter("to"))))
                .isEqualTo(Duration.ofHours(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=yesterday",
                "to=-1",
                "to=9999999999999999999",
                "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
                "signal=spans"
            })
    void refusesWhatItCannotRead(String query) {
        get("/v1/rates?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("status", equalTo(400))
                .body("title", equalTo("Bad Request"))
                .body("instance", equalTo("/v1/rates"))
                .body("detail", containsString("expected"));
    }

    @Test
    void answersStoragesTroubleAsAProblem() {
        StoragePeer.at("/v1/ledger", request -> request.problem(503, "starting"));
        get("/v1/rates")
                .then()
                .statusCode(503)
                .header("Retry-After", "2")
                .contentType("application/problem+json")
                .body("detail", equalTo("storage answered 503: starting"));
        StoragePeer.at("/v1/ledger", request -> request.json(200, "{\"identities\":7}"));
        get("/v1/rates").then().statusCode(502);
    }

    @Test
    void exportsTheRates() {
        await().untilAsserted(() -> ManagementPort.get("/q/metrics")
                .then()
                .body(containsString("quipu_rate{rate=\"R_collect\",signal=\"traces\"} 0.99"))
                .body(containsString(
                        "quipu_rate_records{part=\"denominator\",rate=\"R_analyze\",signal=\"traces\"} 99.0"))
                .body(containsString("quipu_rate_difference_records{difference=\"rejected\",rate=\"R_collect\","
                        + "reason=\"no id\",signal=\"traces\"} 1.0")));
    }

    @Test
    void exportsNoOldRatesWhileStorageDoesNotAnswer() {
        StoragePeer.at("/v1/ledger", request -> request.problem(503, "starting"));
        await().untilAsserted(() ->
                assertThat(ManagementPort.get("/q/metrics").asString()).doesNotContain("quipu_rate{"));
    }
}

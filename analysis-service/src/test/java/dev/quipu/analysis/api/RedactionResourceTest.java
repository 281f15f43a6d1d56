package dev.quipu.analysis.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.quipu.analysis.CollectorPeer;
import dev.quipu.analysis.StoragePeer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing listens where the configured collector should be: one is found by what storage knows. */
@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class RedactionResourceTest {

    private static final String PATH = "/v1/redaction/dry-run";
    private static final String QUESTION = "{\"rules\":[],\"texts\":[\"to anna@example.com\"]}";
    private static final String ANSWER =
            "{\"counts\":[{\"rule\":\"mail\",\"action\":\"mask\",\"found\":1}],\"total\":1,"
                    + "\"truncated\":false,\"changes\":[{\"text\":0,\"before\":\"to anna@example.com\",\"after\":\"to ****\","
                    + "\"rules\":[\"mail\"]},{\"place\":\"attributes\",\"keys\":[\"password\"],\"before\":\"x\",\"after\":null,"
                    + "\"rules\":[\"mail\"]}]}";

    private final CollectorPeer collector = new CollectorPeer("c-0");

    @BeforeEach
    void storageKnowsOfACollectorThatIsGoneToo() {
        StoragePeer.reset();
        StoragePeer.at(
                "/v1/spools",
                request -> request.json(
                        200,
                        ("{\"spools\":[{\"collector\":\"c-0\",\"url\":\"%s\",\"reportedAt\":\"2026-01-01T00:00:00Z\"},"
                                        + "{\"collector\":\"c-1\",\"reportedAt\":\"2026-01-01T00:00:01Z\"},"
                                        + "{\"collector\":\"c-2\",\"url\":\"http://127.0.0.1:2\",\"reportedAt\":\"2026-01-01T00:00:02Z\"}]}")
                                .formatted(collector.url())));
    }

    @AfterEach
    void close() {
        collector.close();
    }

    private static ValidatableResponse ask() {
        return given().header("Quipu-Tenant", "shop")
                .contentType("application/json")
                .body(QUESTION)
                .post(PATH)
                .then();
    }

    private static CollectorPeer.Answer problem(int status, String detail) {
        return exchange -> {
            byte[] body = ("{\"detail\":\"" + detail + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    @Test
    void isHandedToACollectorThatAnswers() {
        collector.at(PATH, exchange -> {
            assertThat(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(QUESTION);
            CollectorPeer.json(ANSWER).to(exchange);
        });
        ask().statusCode(200)
                .body("counts[0].found", equalTo(1))
                .body("changes[0].after", equalTo("to ****"))
                .body("changes[1].keys[0]", equalTo("password"))
                .body("changes[1]", not(hasKey("after")));
        assertThat(collector.requests()).containsExactly(PATH + " shop");
    }

    @Test
    void whatTheCollectorRefusesIsToldInItsWords() {
        collector.at(PATH, problem(400, "rule 'a': pattern: expected a regular expression"));
        ask().statusCode(400).body("detail", equalTo("rule 'a': pattern: expected a regular expression"));
    }

    @Test
    void oneThatIsBusyIsAskedOnceAndSaysSo() {
        collector.at(PATH, problem(503, "another dry run is going on; one can at a time"));
        ask().statusCode(503)
                .header("Retry-After", equalTo("1"))
                .body("detail", equalTo("another dry run is going on; one can at a time"));
        assertThat(collector.requests()).hasSize(1);
    }

    @Test
    void nothingIsPassedOnThatIsNoDryRun() throws IOException {
        for (String other : List.of("[]", "{\"total\":1}", "{\"secret\":\"hunter2\"}", "<html>")) {
            collector.at(PATH, CollectorPeer.json(other));
            ask().statusCode(503).body("detail", not(containsString("hunter2")));
        }
    }

    @Test
    void saysThatNoCollectorAnswers() {
        StoragePeer.at("/v1/spools", request -> request.json(200, "{\"spools\":[]}"));
        ask().statusCode(503)
                .body(
                        "detail",
                        equalTo("no collector does the dry run; the one at quipu.collector.url: it cannot be reached"));
    }
}

package dev.quipu.analysis.api;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.quipu.analysis.StoragePeer;
import dev.quipu.model.AnyValue;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.LogRecord;
import dev.quipu.model.Resource;
import dev.quipu.model.SpanId;
import dev.quipu.model.otlp.OtlpLogs;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class TemplatesResourceTest {

    private static final int MAX_RECORDS = 2500;
    private static final int ERROR = 17;

    private final List<LogRecord> stored = new ArrayList<>();

    @BeforeEach
    void storageAnswersWithPages() {
        StoragePeer.reset();
        StoragePeer.at("/v1/logs", request -> {
            String cursor = request.parameter("cursor");
            int from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor);
            int to = Math.min(stored.size(), from + Integer.parseInt(request.parameter("limit")));
            request.exchange().getResponseHeaders().set("Quipu-Watermark", "2026-01-01T00:00:00Z");
            if (to < stored.size()) {
                request.exchange().getResponseHeaders().set("Quipu-Next-Cursor", Integer.toString(to));
            }
            request.send(200, OtlpLogs.toProtobuf(stored.subList(from, to)));
        });
    }

    private void store(String service, int severity, String body) {
        stored.add(new LogRecord(
                Resource.of(List.of(KeyValue.of("service.name", service))),
                InstrumentationScope.NONE,
                1000 - stored.size(),
                0,
                severity,
                "",
                Optional.of(AnyValue.of(body)),
                List.of(),
                0,
                0,
                0,
                0,
                SpanId.NONE,
                ""));
    }

    @Test
    void groupsRecordsByTheirStatements() {
        store("cart", 9, "took 5 ms");
        store("cart", ERROR, "took 7 ms");
        store("shop", 9, "took 5 ms");
        store("cart", 9, "cache miss");
        get("/v1/log-templates/mined")
                .then()
                .statusCode(200)
                .body("records", equalTo(4))
                .body("leftOver", equalTo(0))
                .body("truncated", equalTo(false))
                .body("templates.component", contains("cart", "cart", "shop"))
                .body("templates.text", contains("took <*>", "cache miss", "took <*>"))
                .body("templates.records", contains(2, 1, 1))
                .body("templates.errors", contains(1, 0, 0))
                .body("templates[0].firstTimeUnixNano", equalTo("999"))
                .body("templates[0].lastTimeUnixNano", equalTo("1000"))
                .body("templates[0].sample", equalTo("took 5 ms"))
                .body("templates[0].search", equalTo("service = \"cart\" && body contains \"took\""))
                .body("watermark", equalTo("2026-01-01T00:00:00Z"))
                .body("assignments", hasSize(0));
    }

    @Test
    void tellsWhichTemplateEachRecordIsOfAfterAllMerges() {
        List<String> users = List.of("alice", "bob", "carol", "dave", "erin", "frank", "grace");
        users.forEach(user -> store("cart", 9, "session opened for user " + user));
        get("/v1/log-templates/mined?assign=true")
                .then()
                .body("templates.text", contains("session opened for user <*>"))
                .body("assignments.template", contains(1, 1, 1, 1, 1, 1, 1))
                .body("assignments[6].timeUnixNano", equalTo("994"));
    }

    @Test
    void readsPageByPageUntilItHasReadEnough() {
        for (int i = 0; i < MAX_RECORDS + 10; i++) {
            store("cart", 9, "took " + i + " ms");
        }
        get("/v1/log-templates/mined")
                .then()
                .body("records", equalTo(MAX_RECORDS))
                .body("truncated", equalTo(true))
                .body("templates.records", contains(MAX_RECORDS));
        assertThat(StoragePeer.requests("/v1/logs"))
                .extracting(request -> request.parameter("limit"))
                .containsExactly("1000", "1000", "500");
    }

    @Test
    void asksForFewerWhenStorageSaysThatTheyAreTooLarge() {
        for (int i = 0; i < 10; i++) {
            store("cart", 9, "took " + i + " ms");
        }
        StoragePeer.Answer pages = request -> request.send(200, OtlpLogs.toProtobuf(stored));
        StoragePeer.at("/v1/logs", request -> {
            if (Integer.parseInt(request.parameter("limit")) > 200) {
                request.problem(400, "limit: expected results of at most 32 MiB, ask for fewer at once");
            } else {
                pages.to(request);
            }
        });
        get("/v1/log-templates/mined").then().statusCode(200).body("records", equalTo(10));
    }

    @Test
    void asksForWhatIsSearchedFor() {
        given().queryParam("q", "severity >= warn")
                .queryParam("service", "cart")
                .get("/v1/log-templates/mined")
                .then()
                .statusCode(200);
        assertThat(StoragePeer.requests("/v1/logs").get(0).parameter("q"))
                .isEqualTo("service = \"cart\" && severity >= warn");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "q=)          | q: expected a search for log records",
                "assign=maybe | assign: expected true or false, got 'maybe'",
                "from=2&to=1  | from: expected a time before 'to'"
            })
    void saysWhatIsWrongWithAParameter(String query, String detail) {
        get("/v1/log-templates/mined?" + query)
                .then()
                .statusCode(400)
                .contentType(Problem.MEDIA_TYPE)
                .body("detail", containsString(detail));
    }
}

package dev.quipu.analysis.api;

import static dev.quipu.analysis.SpanBuilder.span;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.quipu.analysis.StoragePeer;
import dev.quipu.model.AnyValue;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.LogRecord;
import dev.quipu.model.Resource;
import dev.quipu.model.Span;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import dev.quipu.model.otlp.OtlpLogs;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a peer that has the same traces in every window but the incident's. */
@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class CausesResourceTest {

    private static final String PATH = "/v1/causes";
    private static final long MINUTE = 60_000_000_000L;
    private static final long INCIDENT = 1_000 * MINUTE;

    private static TraceId trace(long window, long number) {
        return new TraceId(window, 1 + number);
    }

    private static List<Span> spans(String traceIdHex) {
        TraceId id = TraceId.parse(traceIdHex);
        long start = id.high() + id.low() * 1_000_000;
        long cartNanos = (id.high() == INCIDENT ? 400 : 20) * 1_000_000L + id.low() * 10_000;
        return List.of(
                span(1).of(id)
                        .in("front")
                        .named("GET /")
                        .kind(Span.Kind.SERVER)
                        .from(start)
                        .to(start + cartNanos + 9_000_000)
                        .build(),
                span(2).of(id)
                        .under(1)
                        .in("front")
                        .named("GET")
                        .kind(Span.Kind.CLIENT)
                        .from(start)
                        .to(start + cartNanos + 2_000_000)
                        .build(),
                span(3).of(id)
                        .under(2)
                        .in("cart")
                        .named("GET /cart")
                        .kind(Span.Kind.SERVER)
                        .from(start)
                        .to(start + cartNanos)
                        .build());
    }

    @BeforeEach
    void storageHasTraces() {
        StoragePeer.reset();
        StoragePeer.at("/v1/traces", request -> {
            long from = Long.parseLong(request.parameter("from"));
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                rows.add("{\"traceId\":\"" + trace(from, i).hex() + "\",\"matchedSpans\":1}");
            }
            request.json(200, "{\"traces\":[" + String.join(",", rows) + "],\"truncated\":false}");
        });
        StoragePeer.at("/v1/traces/batch", request -> {
            List<Span> found = new ArrayList<>();
            request.parameters("id").forEach(id -> found.addAll(spans(id)));
            request.spans(found);
        });
        StoragePeer.at("/v1/logs", request -> request.send(200, OtlpLogs.toProtobuf(List.of())));
        StoragePeer.at(
                "/v1/metrics/query",
                request -> request.json(
                        200,
                        "{\"fromUnixNano\":\"0\",\"stepNanos\":\"10000000000\",\"lines\":[],"
                                + "\"watermark\":\"2026-01-01T00:00:00Z\"}"));
    }

    @Test
    void blamesTheCalleeThatBecameSlowAndNotItsCaller() {
        given().queryParam("from", INCIDENT)
                .queryParam("to", INCIDENT + MINUTE)
                .get(PATH)
                .then()
                .statusCode(200)
                .body("causes[0].component", equalTo("cart"))
                .body("causes.component.findAll { it == 'front' }", empty())
                .body("causes[0].evidence[0].search", containsString("service = \"cart\""))
                .body("causes[0].evidence.text.join(' ')", containsString("ms is usual"))
                .body("truncated", equalTo(false));
    }

    @Test
    void logRecordsAreFoundByTheirTemplate() {
        refusalsInTheIncident(", \"template\": 17");
        evidenceOfLogs("service = \"cart\" && template = 17");
        assertThat(StoragePeer.requests("/v1/logs"))
                .filteredOn(request -> request.accept().contains("json"))
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.parameter("q")).isEqualTo("service = \"cart\"");
                    assertThat(request.parameter("from")).isEqualTo(Long.toString(INCIDENT));
                });
    }

    @Test
    void logRecordsWithoutATemplateAreFoundByTheirComponent() {
        refusalsInTheIncident("");
        evidenceOfLogs("service = \"cart\"");
    }

    @Test
    void ofMoreLogRecordsThanAreLookedAtNoneIsLeftOut() {
        refusalsInTheIncident(", \"template\": 17", 999);
        evidenceOfLogs("service = \"cart\" && template = 17");
        refusalsInTheIncident(", \"template\": 17", 1000);
        evidenceOfLogs("service = \"cart\"");
    }

    private static void evidenceOfLogs(String search) {
        given().queryParam("from", INCIDENT)
                .queryParam("to", INCIDENT + MINUTE)
                .get(PATH)
                .then()
                .statusCode(200)
                .body("causes[0].component", equalTo("cart"))
                .body("causes[0].evidence.findAll { it.kind.startsWith('log_') }.search.unique()", contains(search));
    }

    private static void refusalsInTheIncident(String template) {
        refusalsInTheIncident(template, 1);
    }

    /**
     * @param template what storage says of each beside the body
     * @param newest how many storage finds; all but one have a body that is no text
     */
    private static void refusalsInTheIncident(String template, int newest) {
        StoragePeer.at("/v1/logs", request -> {
            boolean isIncident = request.parameter("from").equals(Long.toString(INCIDENT));
            if (request.accept().contains("json")) {
                List<String> found = new ArrayList<>(Collections.nCopies(newest, "{\"body\": 1}"));
                found.set(0, "{\"body\": \"payment refused by gateway\"" + template + "}");
                request.json(200, "{\"logs\": [" + String.join(",", found) + "]}");
            } else {
                request.send(200, OtlpLogs.toProtobuf(isIncident ? refusals() : List.of()));
            }
        });
    }

    private static List<LogRecord> refusals() {
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            TraceId trace = trace(INCIDENT, i);
            records.add(new LogRecord(
                    Resource.of(List.of(KeyValue.of("service.name", "cart"))),
                    InstrumentationScope.NONE,
                    INCIDENT + i,
                    0,
                    17,
                    "",
                    Optional.of(AnyValue.of("payment refused by gateway")),
                    List.of(),
                    0,
                    0,
                    trace.high(),
                    trace.low(),
                    new SpanId(3),
                    ""));
        }
        return records;
    }

    @Test
    void blamesNobodyWhenNothingStandsOut() {
        given().queryParam("from", INCIDENT - 50 * MINUTE)
                .queryParam("to", INCIDENT - 49 * MINUTE)
                .get(PATH)
                .then()
                .statusCode(200)
                .body("causes", empty());
    }

    @Test
    void comparesWithTheWindowsThatAreNamed() {
        given().queryParam("from", INCIDENT)
                .queryParam("to", INCIDENT + MINUTE)
                .queryParam("baseline", "60000000000/120000000000", "180000000000/240000000000")
                .get(PATH)
                .then()
                .statusCode(200)
                .body("baselines", hasSize(2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            from=9&to=9                                              | from: expected a time before 'to'
            from=1700000000000000000&to=1700000000000000001&baselineFrom=0 | baselineFrom: expected at most
            from=60000000000&to=120000000000                         | baselineFrom: expected time for a window
            from=60&to=120&baselineFrom=9999-01-01T00:00:00Z         | baselineFrom: expected a time from 1970
            from=60&to=120&baseline=4                                | baseline: expected two times as FROM/TO
            from=60&to=120&baseline=4/3                              | baseline: expected a time before its end
            from=60&to=120&baseline=1/2&symptom=latency              | symptom: expected it and 'component' together
            from=60&to=120&baseline=1/2&symptom=bad&component=cart   | symptom: expected latency or errors
            """)
    void saysWhatIsWrong(String parameters, String detail) {
        given().urlEncodingEnabled(false)
                .get(PATH + "?" + parameters)
                .then()
                .statusCode(400)
                .body("detail", containsString(detail));
    }
}

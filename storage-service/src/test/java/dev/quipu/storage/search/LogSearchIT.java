package dev.quipu.storage.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;

import dev.quipu.model.AnyValue;
import dev.quipu.model.Component;
import dev.quipu.model.KeyValue;
import dev.quipu.model.LogRecord;
import dev.quipu.model.TraceId;
import dev.quipu.model.otlp.OtlpLogs;
import dev.quipu.model.segment.Segment;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.LogFixture;
import dev.quipu.storage.fixture.Merging;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class LogSearchIT {

    private static final String PROTOBUF = "application/x-protobuf";

    private static List<LogRecord> logs = List.of();
    private static String tenant = "";

    @Inject
    Merging merging;

    @BeforeEach
    void store() {
        if (!logs.isEmpty()) {
            return;
        }
        long now = Frames.nowUnixNano();
        tenant = "t" + UUID.randomUUID();
        logs = new LogFixture(7).logs(1200, now - 600_000_000_000L, now);
        for (int from = 0; from < logs.size(); from += 150) {
            post(logs.subList(from, from + 150));
        }
    }

    private static void post(List<LogRecord> some) {
        Frames.ofLogs(tenant, some)
                .forEach(frame -> given().contentType(Segment.MEDIA_TYPE)
                        .body(frame)
                        .post("/v1/segments")
                        .then()
                        .statusCode(201));
    }

    static Stream<Arguments> questions() {
        return Stream.of(
                question("", log -> true),
                question("service = \"cart\"", log -> service(log).equals("cart")),
                question("severity >= warn", log -> log.severityNumber() >= 13),
                question("severity = error", log -> log.severityNumber() >= 17 && log.severityNumber() <= 20),
                question("body has \"Payment REFUSED\"", log -> body(log).startsWith("payment refused")),
                question("body contains \"ache miss\"", log -> body(log).startsWith("cache miss")),
                question("body has \"nothing like it\"", log -> false),
                question(
                        "log.user.id = \"u7\" && log.attempt > 0",
                        log -> log.attributes().contains(KeyValue.of("user.id", "u7"))
                                && !log.attributes().contains(KeyValue.of("attempt", 0))),
                question(
                        "!(body has \"order\") && instance = \"i1\"",
                        log -> !body(log).contains("order")
                                && Component.of(log.resource().attributes())
                                        .instanceId()
                                        .equals("i1")));
    }

    private static Arguments question(String q, Predicate<LogRecord> oracle) {
        return Arguments.of(q, oracle);
    }

    private static String service(LogRecord log) {
        return Component.of(log.resource().attributes()).name();
    }

    private static String body(LogRecord log) {
        return ((AnyValue.StringValue) log.body().orElseThrow()).value();
    }

    @ParameterizedTest
    @MethodSource("questions")
    void recordsAreThoseOfTheOracleInOrder(String q, Predicate<LogRecord> oracle) {
        List<LogRecord> expected = logs.stream().filter(oracle).toList();
        for (LogOrder order : LogOrder.values()) {
            List<LogRecord> found = all(q, order, 70);

            assertThat(found).as(q + " " + order).containsExactlyInAnyOrderElementsOf(expected);
            Comparator<LogRecord> byTime = Comparator.comparingLong(LogRecord::effectiveTimeUnixNano);
            assertThat(inPages(q, order, 70))
                    .allSatisfy(page -> assertThat(page).isNotEmpty());
            assertThat(timesOfPages(q, order))
                    .isSortedAccordingTo(
                            order == LogOrder.NEWEST ? Comparator.reverseOrder() : Comparator.naturalOrder());
            assertThat(found).hasSameSizeAs(expected.stream().sorted(byTime).toList());
        }
    }

    private static List<LogRecord> all(String q, LogOrder order, int limit) {
        return inPages(q, order, limit).stream().flatMap(List::stream).toList();
    }

    private static List<List<LogRecord>> inPages(String q, LogOrder order, int limit) {
        List<List<LogRecord>> pages = new ArrayList<>();
        String cursor = "";
        do {
            var request = given().header("Quipu-Tenant", tenant)
                    .accept(PROTOBUF)
                    .queryParams("q", q, "order", order.name(), "limit", limit);
            Response page = (cursor.isEmpty() ? request : request.queryParam("cursor", cursor)).get("/v1/logs");
            page.then().statusCode(200);
            byte[] bytes = page.asByteArray();
            List<LogRecord> records = OtlpLogs.read(bytes, bytes.length);
            if (records.isEmpty()) {
                return pages;
            }
            pages.add(records);
            String next = page.getHeader("Quipu-Next-Cursor");
            cursor = next == null ? "" : next;
        } while (!cursor.isEmpty());
        return pages;
    }

    /** Of the JSON form, whose pages keep their order. */
    private static List<Long> timesOfPages(String q, LogOrder order) {
        List<Long> times = new ArrayList<>();
        List<String> observed = given().header("Quipu-Tenant", tenant)
                .queryParams("q", q, "order", order.name(), "limit", 1000)
                .get("/v1/logs")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("logs.observedTimeUnixNano");
        observed.forEach(time -> times.add(Long.parseLong(time)));
        return times;
    }

    @Test
    void aMergedSegmentAnswersTheSame() {
        List<LogRecord> before = all("body has \"order\"", LogOrder.NEWEST, 100);
        merging.merge();

        assertThat(all("body has \"order\"", LogOrder.NEWEST, 100)).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void findsTheLogsOfATrace() {
        LogRecord one = logs.stream()
                .filter(log -> log.traceId().isPresent())
                .findFirst()
                .orElseThrow();
        String id = one.traceId().map(TraceId::hex).orElseThrow();

        assertThat(all("traceId = \"" + id + "\"", LogOrder.NEWEST, 10)).containsExactly(one);
    }

    @Test
    void showsARecordInPlainJson() {
        LogRecord newest = all("severity = error", LogOrder.NEWEST, 1).get(0);

        given().header("Quipu-Tenant", tenant)
                .queryParams("q", "severity = error", "limit", 1)
                .get("/v1/logs")
                .then()
                .statusCode(200)
                .body("logs[0].body", is(body(newest)))
                .body("logs[0].severityText", is("ERROR"))
                .body("logs[0].component.name", is(service(newest)))
                .body("logs[0].resource.'service.name'", is(service(newest)))
                .body("truncated", is(false));
    }

    @Test
    void listsTheAttributesOfLogs() {
        given().header("Quipu-Tenant", tenant)
                .queryParam("signal", "logs")
                .get("/v1/attributes")
                .then()
                .statusCode(200)
                .body("attributes.key", hasItems("attempt", "user.id"))
                .body("attributes.scope", everyItem(is("log")));
    }

    @Test
    void countsLogsInTheLedger() {
        given().header("Quipu-Tenant", tenant)
                .queryParam("signal", "logs")
                .get("/v1/ledger")
                .then()
                .statusCode(200)
                .body("identities.holds", is(true))
                .body("identities.stored", is(logs.size()));
    }

    @Test
    void saysWhatIsWrongWithAQuestion() {
        given().queryParam("q", "duration > 1s")
                .get("/v1/logs")
                .then()
                .statusCode(400)
                .body("detail", containsString("body, service, severity or log.KEY"));
        given().queryParam("order", "slowest")
                .get("/v1/logs")
                .then()
                .statusCode(400)
                .body("detail", containsString("newest or oldest"));
    }

    @Test
    void aPageOfSpansIsNotContinuedAsOneOfLogs() {
        String cursor = given().header("Quipu-Tenant", tenant)
                .queryParam("limit", 1)
                .get("/v1/logs")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("nextCursor");

        given().header("Quipu-Tenant", tenant)
                .queryParam("cursor", cursor)
                .get("/v1/spans")
                .then()
                .statusCode(400)
                .body("detail", containsString("cursor"));
    }

    @Test
    void countsEveryRecordByTimeAndValue() {
        long from =
                logs.stream().mapToLong(LogRecord::effectiveTimeUnixNano).min().orElseThrow();
        JsonPath counts = given().header("Quipu-Tenant", tenant)
                .queryParams("q", "service = \"cart\"", "from", from, "step", "30s", "by", "severity")
                .get("/v1/logs/counts")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        List<LogRecord> ofCart =
                logs.stream().filter(log -> service(log).equals("cart")).toList();
        long first = Long.parseLong(counts.getString("fromUnixNano"));
        assertThat(first).isLessThanOrEqualTo(from);
        for (String severity : List.of("info", "warn", "error")) {
            int number = severity.equals("info") ? 9 : severity.equals("warn") ? 13 : 17;
            List<Integer> found = counts.getList("groups.find { it.value == '" + severity + "' }.counts");
            for (int step = 0; step < found.size(); step++) {
                long begin = first + step * 30_000_000_000L;
                assertThat((long) found.get(step))
                        .isEqualTo(ofCart.stream()
                                .filter(log -> log.severityNumber() == number)
                                .filter(log -> log.effectiveTimeUnixNano() >= begin
                                        && log.effectiveTimeUnixNano() < begin + 30_000_000_000L)
                                .count());
            }
        }
    }

    @Test
    void countsByAnAttribute() {
        JsonPath counts = given().header("Quipu-Tenant", tenant)
                .queryParams("step", "1h", "by", "log.attempt")
                .get("/v1/logs/counts")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(counts.<String>getList("groups.value")).containsExactlyInAnyOrder("0", "1", "2");
        assertThat(counts.<Integer>getList("groups.total").stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(logs.size());
    }

    @Test
    void refusesMoreStepsThanAreOfUse() {
        given().queryParams("step", "1ms")
                .get("/v1/logs/counts")
                .then()
                .statusCode(400)
                .body("detail", containsString("2000 steps"));
        given().queryParams("step", "fortnight")
                .get("/v1/logs/counts")
                .then()
                .statusCode(400)
                .body("detail", containsString("step: expected"));
    }

    @Test
    void refusesAPageThatMemoryCannotHold() {
        String own = "t" + UUID.randomUUID();
        long now = Frames.nowUnixNano();
        for (int request = 0; request < 4; request++) {
            List<LogRecord> large = new ArrayList<>();
            for (LogRecord log : new LogFixture(request).logs(10, now, now)) {
                large.add(withBody(log, large.size() + "x".repeat(1 << 20)));
            }
            Frames.ofLogs(own, large)
                    .forEach(frame -> given().contentType(Segment.MEDIA_TYPE)
                            .body(frame)
                            .post("/v1/segments")
                            .then()
                            .statusCode(201));
        }

        given().header("Quipu-Tenant", own)
                .queryParam("limit", 40)
                .get("/v1/logs")
                .then()
                .statusCode(400)
                .body("detail", containsString("limit: expected results of at most"));
        given().header("Quipu-Tenant", own)
                .queryParam("limit", 5)
                .get("/v1/logs")
                .then()
                .statusCode(200)
                .body("logs.size()", is(5));
        merging.merge();
        given().header("Quipu-Tenant", own)
                .queryParam("limit", 5)
                .get("/v1/logs")
                .then()
                .statusCode(200)
                .body("logs.size()", is(5));
    }

    private static LogRecord withBody(LogRecord log, String body) {
        return new LogRecord(
                log.resource(),
                log.scope(),
                log.timeUnixNano(),
                log.observedTimeUnixNano(),
                log.severityNumber(),
                log.severityText(),
                Optional.of(AnyValue.of(body)),
                log.attributes(),
                log.droppedAttributesCount(),
                log.flags(),
                log.traceIdHigh(),
                log.traceIdLow(),
                log.spanId(),
                log.eventName());
    }
}

package dev.quipu.storage.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.quipu.model.LogRecord;
import dev.quipu.model.Span;
import dev.quipu.model.segment.Segment;
import dev.quipu.storage.fixture.EventStream;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.LogFixture;
import dev.quipu.storage.fixture.Merging;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class TailIT {

    private static final String SPANS = "/v1/spans/tail";
    private static final String LOGS = "/v1/logs/tail";
    private static final int SECONDS = 20;

    @Inject
    Merging merging;

    @Inject
    Sql sql;

    private final String tenant = "t" + UUID.randomUUID();
    private final SpanFixture fixture = new SpanFixture(71);

    private EventStream open(String path) throws Exception {
        return EventStream.open(path, Map.of("Quipu-Tenant", tenant));
    }

    private EventStream openAfter(String path, String lastEventId) throws Exception {
        return EventStream.open(path, Map.of("Quipu-Tenant", tenant, "Last-Event-ID", lastEventId));
    }

    private List<Span> store(int count) {
        List<Span> spans = fixture.spans(count, Frames.nowUnixNano(), Frames.nowUnixNano() + 1_000_000_000);
        post(Frames.of(tenant, spans));
        return spans;
    }

    private static void post(byte[] frame) {
        given().contentType(Segment.MEDIA_TYPE)
                .body(frame)
                .post("/v1/segments")
                .then()
                .statusCode(201);
    }

    private static List<String> spanIds(List<EventStream.Event> events) {
        return events.stream()
                .flatMap(event -> event.data().stream())
                .map(data -> new JsonObject(data).getString("spanId"))
                .toList();
    }

    private static List<String> idsOf(List<Span> spans) {
        return spans.stream().map(span -> span.spanId().hex()).toList();
    }

    private static String idOf(List<EventStream.Event> batch) {
        return batch.get(batch.size() - 1).id().orElseThrow();
    }

    private String begin() throws Exception {
        try (EventStream stream = open(SPANS)) {
            return idOf(stream.batch(SECONDS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SPANS, LOGS})
    void beginsAtOnceAndSaysWhere(String path) throws Exception {
        try (EventStream stream = open(path)) {
            EventStream.Event first = stream.next(SECONDS);
            assertThat(first).isNotNull();
            assertThat(first.hasComment()).isTrue();
            assertThat(first.id()).as("nothing was looked at yet").isEmpty();
            assertThat(stream.batch(SECONDS))
                    .singleElement()
                    .satisfies(event -> assertThat(event.data()).isEmpty());
        }
    }

    @Test
    void tellsSpansAsASearchShowsThemInTheOrderOfTime() throws Exception {
        try (EventStream stream = open(SPANS)) {
            stream.batch(SECONDS);
            List<Span> stored = store(40);
            List<EventStream.Event> events = stream.found(SECONDS);
            List<Span> inOrder = stored.stream()
                    .sorted(Comparator.comparingLong(Span::startTimeUnixNano))
                    .toList();
            assertThat(spanIds(events)).containsExactlyElementsOf(idsOf(inOrder));
            assertThat(events.subList(0, 39))
                    .allSatisfy(event -> assertThat(event.id()).isEmpty());
            Map<String, Object> newest = given().header("Quipu-Tenant", tenant)
                    .get("/v1/spans?limit=1")
                    .jsonPath()
                    .getMap("spans[0]");
            assertThat(new JsonObject(events.get(39).data().orElseThrow()).getMap())
                    .isEqualTo(new JsonObject(newest).getMap());
        }
    }

    @Test
    void tellsLogRecordsThatMatch() throws Exception {
        String condition = URLEncoder.encode("severity >= error", StandardCharsets.UTF_8);
        try (EventStream stream = open(LOGS + "?q=" + condition)) {
            stream.batch(SECONDS);
            List<LogRecord> logs = new LogFixture(5).logs(60, Frames.nowUnixNano(), Frames.nowUnixNano() + 1000);
            Frames.ofLogs(tenant, logs).forEach(TailIT::post);
            long expected =
                    logs.stream().filter(log -> log.severityNumber() >= 17).count();
            assertThat(expected).isPositive();
            assertThat(stream.found(SECONDS))
                    .hasSize((int) expected)
                    .allSatisfy(event -> assertThat(event.data().orElseThrow()).contains("\"severityNumber\":17"));
        }
    }

    @Test
    void goesOnWhereAClientWasCutOff() throws Exception {
        String id;
        try (EventStream stream = open(SPANS)) {
            stream.batch(SECONDS);
            store(10);
            id = idOf(stream.found(SECONDS));
        }
        List<Span> meanwhile = store(15);
        try (EventStream again = openAfter(SPANS + "?after=0", id)) {
            assertThat(spanIds(again.found(SECONDS))).containsExactlyInAnyOrderElementsOf(idsOf(meanwhile));
        }
        try (EventStream again = open(SPANS + "?after=" + id)) {
            assertThat(spanIds(again.found(SECONDS))).containsExactlyInAnyOrderElementsOf(idsOf(meanwhile));
        }
    }

    @Test
    void whatWasMergedMeanwhileIsToldAgainRatherThanLost() throws Exception {
        String begin = begin();
        List<Span> seen = store(10);
        String id;
        try (EventStream stream = open(SPANS + "?after=" + begin)) {
            id = idOf(stream.found(SECONDS));
        }
        List<Span> meanwhile = store(15);
        merging.merge();
        try (EventStream again = openAfter(SPANS, id)) {
            assertThat(spanIds(again.found(SECONDS)))
                    .hasSize(25)
                    .containsAll(idsOf(meanwhile))
                    .containsAll(idsOf(seen));
        }
    }

    @Test
    void saysHowManyOfTooManyItMissed() throws Exception {
        String begin = begin();
        List<Span> stored = store(2_600);
        try (EventStream stream = open(SPANS + "?after=" + begin)) {
            List<EventStream.Event> events = stream.found(SECONDS);
            EventStream.Event last = events.get(events.size() - 1);
            assertThat(last.name()).contains("missed");
            assertThat(new JsonObject(last.data().orElseThrow()).getMap())
                    .isEqualTo(Map.of("records", 1_600, "exact", true));
            List<Span> latest = stored.stream()
                    .sorted(Comparator.comparingLong(Span::startTimeUnixNano))
                    .skip(1_600)
                    .toList();
            assertThat(spanIds(events.subList(0, events.size() - 1))).containsExactlyElementsOf(idsOf(latest));
        }
    }

    @Test
    void saysSoWhenMoreWasNotLookedAt() throws Exception {
        String begin = begin();
        long now = Frames.nowUnixNano();
        post(Frames.of(tenant, fixture.spans(1_200, now - 2_000_000, now - 1_000_000)));
        post(Frames.of(tenant, fixture.spans(1_100, now, now + 1_000_000)));
        try (EventStream stream = open(SPANS + "?after=" + begin)) {
            List<EventStream.Event> events = stream.found(SECONDS);
            assertThat(new JsonObject(events.get(events.size() - 1).data().orElseThrow()).getMap())
                    .isEqualTo(Map.of("records", 100, "exact", false));
        }
    }

    @Test
    void missesWhatCannotBeReadAndGoesOn() throws Exception {
        try (EventStream stream = open(SPANS)) {
            stream.batch(SECONDS);
            String begin = begin();
            store(10);
            stream.found(SECONDS);
            sql.run("UPDATE segment SET payload = repeat('x', octet_length(payload))::bytea WHERE tenant = '" + tenant
                    + "'");
            try (EventStream again = open(SPANS + "?after=" + begin)) {
                List<EventStream.Event> events = again.found(SECONDS);
                assertThat(events)
                        .singleElement()
                        .satisfies(event -> assertThat(event.name()).contains("missed"));
                List<Span> later = store(5);
                assertThat(spanIds(again.found(SECONDS))).containsExactlyInAnyOrderElementsOf(idsOf(later));
            }
        }
    }

    @Test
    void aPositionOfAnotherDatabaseIsToldToMissSome() throws Exception {
        try (EventStream stream = open(SPANS + "?after=999999999999")) {
            EventStream.Event event = stream.found(SECONDS).get(0);
            assertThat(event.name()).contains("missed");
            List<Span> stored = store(5);
            assertThat(spanIds(stream.found(SECONDS))).containsExactlyInAnyOrderElementsOf(idsOf(stored));
        }
    }

    @Test
    void showsThatItLivesWhileNothingComes() throws Exception {
        try (EventStream stream = open(SPANS)) {
            String begin = idOf(stream.batch(SECONDS));
            long from = System.nanoTime();
            EventStream.Event event = stream.next(3 * SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofSeconds(10));
            assertThat(event).isNotNull();
            assertThat(event.hasComment()).isTrue();
            assertThat(Long.parseLong(event.id().orElseThrow())).isGreaterThanOrEqualTo(Long.parseLong(begin));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SPANS, LOGS})
    void refusesWhatIsNoPosition(String path) {
        given().queryParam("after", "yesterday")
                .get(path)
                .then()
                .statusCode(400)
                .body("detail", containsString("after: expected the id of an event"))
                .body("detail", containsString("got 'yesterday'"));
        given().header("Last-Event-ID", "12-13").get(path).then().statusCode(400);
        given().queryParam("q", "duration >").get(path).then().statusCode(400);
    }
}

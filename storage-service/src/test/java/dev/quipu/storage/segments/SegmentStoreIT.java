package dev.quipu.storage.segments;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;

import dev.quipu.model.Span;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.storage.fixture.Concurrently;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class SegmentStoreIT {

    private static final long DAY_NANOS = 86_400_000_000_000L;

    @Inject
    Sql sql;

    private final String tenant = "t" + UUID.randomUUID();
    private final SpanFixture fixture = new SpanFixture(1);

    private List<Span> spans(int count) {
        long now = Frames.nowUnixNano();
        long today = now - now % DAY_NANOS;
        return fixture.spans(count, Math.max(today, now - 1_000_000_000L), now);
    }

    private static ValidatableResponse post(byte[] frame) {
        return given().contentType(Segment.MEDIA_TYPE)
                .body(frame)
                .when()
                .post("/v1/segments")
                .then();
    }

    @Test
    void storesASegmentAndGivesItBack() {
        byte[] frame = Frames.of(tenant, spans(100));
        post(frame).statusCode(201);

        SegmentId id = Segment.parse(frame).head().id();
        byte[] stored = given().get("/v1/segments/" + id)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(stored).isEqualTo(frame);
        assertThat(sql.number("SELECT sum(record_count) FROM segment WHERE tenant = $1", tenant))
                .isEqualTo(100);
        assertThat(sql.number("SELECT sum(records) FROM ledger WHERE tenant = $1 AND outcome = 1", tenant))
                .isEqualTo(100);
    }

    @Test
    void storesASegmentIdOnce() {
        byte[] frame = Frames.of(tenant, spans(50));
        post(frame).statusCode(201);
        post(frame).statusCode(200);
        assertThat(sql.number("SELECT sum(records) FROM ledger WHERE tenant = $1", tenant))
                .isEqualTo(50);
    }

    @Test
    void storesARequestOnceAndNamesItWhenItComesAgain() {
        RecordRequest first = Frames.request(tenant, spans(20));
        RecordRequest second = Frames.request(tenant, spans(30));
        post(Frames.of(Frames.newId(), tenant, List.of(first))).statusCode(201);

        post(Frames.of(Frames.newId(), tenant, List.of(first, second)))
                .statusCode(409)
                .contentType(containsString("application/problem+json"))
                .body("duplicateRequests", contains(first.key().hex()));
        assertThat(sql.number("SELECT count(*) FROM segment WHERE tenant = $1", tenant))
                .isEqualTo(1);

        List<byte[]> without =
                Frames.all(Frames.newId(), tenant, List.of(first, second), Frames.nowUnixNano(), Set.of(first.key()));
        post(without.get(0)).statusCode(201);
        assertThat(sql.number("SELECT sum(record_count) FROM segment WHERE tenant = $1", tenant))
                .isEqualTo(50);
        assertThat(sql.number("SELECT sum(records) FROM ledger WHERE tenant = $1 AND outcome = 2", tenant))
                .isEqualTo(20);
    }

    @Test
    void concurrentPostsOfOneSegmentStoreItOnce() {
        byte[] frame = Frames.of(tenant, spans(200));
        List<Integer> answers = Concurrently.run(8, i -> post(frame).extract().statusCode());
        assertThat(answers).containsOnlyOnce(201).containsOnly(201, 200);
        assertThat(sql.number("SELECT sum(records) FROM ledger WHERE tenant = $1", tenant))
                .isEqualTo(200);
    }

    @Test
    void concurrentPostsOfOneRequestStoreItOnce() {
        RecordRequest request = Frames.request(tenant, spans(40));
        List<byte[]> frames = IntStream.range(0, 8)
                .mapToObj(i -> Frames.of(Frames.newId(), tenant, List.of(request, Frames.request(tenant, spans(5)))))
                .toList();
        List<Integer> answers =
                Concurrently.run(8, i -> post(frames.get(i)).extract().statusCode());
        assertThat(answers).containsOnlyOnce(201).containsOnly(201, 409);
        assertThat(sql.number("SELECT sum(records) FROM ledger WHERE tenant = $1", tenant))
                .isEqualTo(45);
    }

    @Test
    void refusesDamagedBytes() {
        byte[] frame = Frames.of(tenant, spans(100));
        frame[frame.length / 2] ^= 1;
        post(frame).statusCode(400).body("detail", containsString("CRC32C"));
        post(new byte[] {1, 2, 3}).statusCode(400);
        post(java.util.Arrays.copyOf(frame, frame.length / 3)).statusCode(400);
        assertThat(sql.number("SELECT count(*) FROM segment WHERE tenant = $1", tenant))
                .isZero();
    }

    @Test
    void refusesEverySingleDamagedByte() {
        byte[] frame = Frames.of(tenant, spans(3));
        java.util.Random random = new java.util.Random(5);
        for (int i = 0; i < 60; i++) {
            byte[] damaged = frame.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            post(damaged).statusCode(400).contentType(containsString("application/problem+json"));
        }
        assertThat(sql.number("SELECT count(*) FROM segment WHERE tenant = $1", tenant))
                .isZero();
        post(frame).statusCode(201);
    }

    @Test
    void refusesATenantThatCannotBeAKey() {
        post(Frames.of("no spaces", spans(1))).statusCode(400).body("detail", containsString("tenant"));
    }

    @Test
    void keepsLateAndUndatedRecordsUnderTheirDays() {
        long now = Frames.nowUnixNano();
        List<Span> late = fixture.spans(10, now - 5 * DAY_NANOS, now - 5 * DAY_NANOS + 1000);
        List<Span> undated = fixture.spans(7, 1_000_000_000L, 2_000_000_000L);
        post(Frames.of(tenant, late)).statusCode(201);
        post(Frames.of(tenant, undated)).statusCode(201);
        assertThat(sql.number("SELECT record_count FROM segment WHERE tenant = $1 AND day = '1970-01-01'", tenant))
                .isEqualTo(7);
        assertThat(sql.number(
                        "SELECT record_count FROM segment WHERE tenant = $1 AND day BETWEEN current_date - 6 AND current_date - 4",
                        tenant))
                .isEqualTo(10);
    }

    @Test
    void keepsNamesThatPostgresqlCannot() {
        String hostile = "s\0".repeat(5000);
        Span span = fixture.span(fixture.traceId(), Frames.nowUnixNano());
        Span renamed = new Span(
                SpanFixture.resource(hostile, hostile),
                span.scope(),
                span.traceId(),
                span.spanId(),
                span.parentSpanId(),
                span.traceState(),
                span.flags(),
                hostile,
                1 << 30,
                span.startTimeUnixNano(),
                span.endTimeUnixNano(),
                span.attributes(),
                0,
                span.events(),
                0,
                span.links(),
                0,
                span.status());
        post(Frames.of(tenant, List.of(renamed))).statusCode(201);
        assertThat(sql.number("SELECT count(*) FROM component WHERE tenant = $1", tenant))
                .isEqualTo(1);
    }

    @Test
    void refusesWhatIsTooLargeBeforeReadingIt() throws java.io.IOException {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", io.restassured.RestAssured.port)) {
            socket.getOutputStream()
                    .write(("POST /v1/segments HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + Segment.MEDIA_TYPE
                                    + "\r\nContent-Length: 100000000\r\n\r\n")
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            socket.setSoTimeout(20_000);
            byte[] answer = new byte[12];
            assertThat(socket.getInputStream().readNBytes(answer, 0, 12)).isEqualTo(12);
            assertThat(new String(answer, java.nio.charset.StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 413");
        }
    }
}

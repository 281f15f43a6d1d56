package dev.quipu.storage.usage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.quipu.model.segment.Segment;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.LogFixture;
import dev.quipu.storage.fixture.Merging;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class UsageIT {

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final LocalDate YESTERDAY = TODAY.minusDays(1);

    @Inject
    Merging merging;

    private final String tenant = "t" + UUID.randomUUID();
    private final SpanFixture spans = new SpanFixture(81);
    private final LogFixture logs = new LogFixture(82);

    private JsonPath usage() {
        return given().header("Quipu-Tenant", tenant)
                .get("/v1/usage")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Posts frames, and gives what their parts weigh. */
    private static long post(List<byte[]> frames) {
        long bytes = 0;
        for (byte[] frame : frames) {
            given().contentType(Segment.MEDIA_TYPE)
                    .body(frame)
                    .post("/v1/segments")
                    .then()
                    .statusCode(201);
            Segment segment = Segment.parse(frame);
            bytes += segment.headBytes().length + segment.filter().length + segment.body().length;
        }
        return bytes;
    }

    private long postSpans(int count, LocalDate day) {
        long begin = ChronoUnit.NANOS.between(Instant.EPOCH, day.atTime(0, 0, 1).toInstant(ZoneOffset.UTC));
        return post(List.of(Frames.of(tenant, spans.spans(count, begin, begin + 1000))));
    }

    @Test
    void countsTheBytesOfWhatWasPosted() {
        long old = postSpans(300, YESTERDAY);
        long ofToday = postSpans(200, TODAY) + postSpans(100, TODAY);
        long begin =
                ChronoUnit.NANOS.between(Instant.EPOCH, TODAY.atTime(0, 0, 2).toInstant(ZoneOffset.UTC));
        long ofLogs = post(Frames.ofLogs(tenant, logs.logs(50, begin, begin + 1000)));
        JsonPath usage = usage();
        assertThat(usage.getLong("records")).isEqualTo(650);
        assertThat(usage.getLong("bytes")).isEqualTo(old + ofToday + ofLogs);
        assertThat(usage.getDouble("bytesPerRecord")).isCloseTo((old + ofToday + ofLogs) / 650.0, within(0.01));
        assertThat(usage.getList("signals.signal")).isEqualTo(List.of("traces", "logs"));
        assertThat(usage.getList("signals.segments")).isEqualTo(List.of(3, 1));
        assertThat(usage.getList("signals.records")).isEqualTo(List.of(600, 50));
        assertThat(usage.getLong("signals[1].bytes")).isEqualTo(ofLogs);
        assertThat(usage.getList("days.day")).isEqualTo(List.of(TODAY.toString(), YESTERDAY.toString()));
        assertThat(usage.getList("days.records")).isEqualTo(List.of(350, 300));
        assertThat(usage.getLong("days[1].bytes")).isEqualTo(old);
        assertThat(Instant.parse(usage.getString("watermark"))).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void countsAMergedSegmentInsteadOfItsSources() {
        long apart = postSpans(300, TODAY) + postSpans(300, TODAY);
        merging.merge();
        JsonPath usage = usage();
        assertThat(usage.getLong("records")).isEqualTo(600);
        assertThat(usage.getInt("signals[0].segments")).isEqualTo(1);
        assertThat(usage.getLong("bytes")).isBetween(1L, apart - 1);
    }

    @Test
    void aTenantWithoutRecordsTakesUpNothing() {
        JsonPath usage = usage();
        assertThat(usage.getLong("records")).isZero();
        assertThat(usage.getLong("bytes")).isZero();
        assertThat(usage.getMap("")).doesNotContainKey("bytesPerRecord");
        assertThat(usage.getList("signals")).isEmpty();
        assertThat(usage.getList("days")).isEmpty();
    }

    @Test
    void theDatabaseIsThatOfAllTenants() {
        postSpans(10, TODAY);
        JsonPath usage = usage();
        long bytes = usage.getLong("database.bytes");
        long ofSegments = usage.getLong("database.segmentBytes");
        assertThat(ofSegments).isBetween(usage.getLong("bytes"), bytes);
        assertThat(usage.getLong("database.otherBytes"))
                .isEqualTo(bytes - ofSegments)
                .isPositive();
    }

    @Test
    void anAnswerIsKeptAndSaysHowOldItIs() {
        postSpans(10, TODAY);
        JsonPath first = usage();
        postSpans(10, TODAY);
        JsonPath second = usage();
        assertThat(second.getLong("records")).isEqualTo(10);
        assertThat(second.getString("watermark")).isEqualTo(first.getString("watermark"));
    }

    @Test
    void saysWhatATenantIs() {
        given().header("Quipu-Tenant", "no tenant").get("/v1/usage").then().statusCode(400);
    }
}

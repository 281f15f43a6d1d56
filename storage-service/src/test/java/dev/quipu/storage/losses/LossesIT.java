package dev.quipu.storage.losses;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Metric;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.PointValue;
import dev.quipu.model.Span;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import dev.quipu.model.segment.Segment;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.Merging;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Where 2000 spans at most are looked at to infer lost ones. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class LossesIT {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long DAY_NANOS = TimeUnit.DAYS.toNanos(1);
    private static final String PROCESSED = "otel.sdk.processor.span.processed";
    private static final String EXPORTED = "otel.sdk.exporter.log.exported";

    @Inject
    Merging merging;

    private final String tenant = "t" + UUID.randomUUID();
    private final long now = Frames.nowUnixNano();
    private final SpanFixture fixture = new SpanFixture(17);

    private JsonPath ledger(Object... parameters) {
        var request = given().header("Quipu-Tenant", tenant);
        for (int i = 0; i < parameters.length; i += 2) {
            request.queryParam((String) parameters[i], parameters[i + 1]);
        }
        return request.get("/v1/ledger").then().statusCode(200).extract().jsonPath();
    }

    private static MetricPoint point(
            String service, String metric, String errorType, long startUnixNano, long unixNano, long value) {
        List<KeyValue> attributes = new ArrayList<>(List.of(KeyValue.of("otel.component.name", "batching/0")));
        if (!errorType.isEmpty()) {
            attributes.add(KeyValue.of("error.type", errorType));
        }
        return new MetricPoint(
                SpanFixture.resource(service, "i0"),
                InstrumentationScope.NONE,
                new Metric(metric, "", "{record}", List.of(), Metric.Kind.SUM, Metric.CUMULATIVE, true),
                attributes,
                startUnixNano,
                unixNano,
                0,
                PointValue.of(value),
                List.of());
    }

    private void post(List<MetricPoint> points) {
        Frames.ofPoints(tenant, points)
                .forEach(frame -> given().contentType(Segment.MEDIA_TYPE)
                        .body(frame)
                        .post("/v1/segments")
                        .then()
                        .statusCode(201));
    }

    private long reported(Object... parameters) {
        return ledger(parameters).getLong("identities.total.evidence.reported");
    }

    /** A process that began ten minutes ago and lost more from minute to minute, in segments of one minute each. */
    private void reportLosses() {
        long begin = now - 10 * MINUTE_NANOS;
        for (int minute = 1; minute <= 9; minute++) {
            long time = begin + minute * MINUTE_NANOS;
            post(List.of(
                    point("cart", PROCESSED, "", begin, time, 1000L * minute),
                    point("cart", PROCESSED, "queue_full", begin, time, 10L * minute),
                    point("cart", "otel.sdk.exporter.span.exported", "503", begin, time, 50L * minute),
                    point("pay", EXPORTED, "timeout", begin, time, 3L * minute),
                    point("pay", "http.requests", "queue_full", begin, time, 7L * minute)));
        }
        await().atMost(WAIT).until(() -> reported() > 0);
    }

    @Test
    void whatSdksReportAsLostIsInTheTotalByItsReason() {
        Stored.post(tenant, fixture.spans(30, now, now + 1000));
        reportLosses();
        JsonPath ledger = ledger();
        assertThat(ledger.getMap("identities.total.reportedFor")).isEqualTo(Map.of("queue_full", 90, "timeout", 27));
        assertThat(ledger.getLong("identities.total.evidence.reported")).isEqualTo(117);
        assertThat(ledger.getLong("identities.total.evidence.offered")).isEqualTo(75);
        assertThat(ledger.getLong("identities.total.records")).isEqualTo(75 + 117);
        assertThat(ledger.getLong("identities.offered")).isEqualTo(75);
        assertThat(ledger.getBoolean("identities.holds")).isTrue();
        assertThat(ledger.getMap("identities.total")).doesNotContainKeys("reportedNote", "inferredNote");
        assertThat(ledger.getMap("identities.total.evidence")).doesNotContainKey("inferred");
    }

    @Test
    void reportedLossesObeyFiltersGroupsAndTheWindow() {
        reportLosses();
        assertThat(reported("service", "cart")).isEqualTo(90);
        assertThat(reported("service", "stock")).isZero();
        assertThat(reported("signal", "logs")).isEqualTo(27);
        assertThat(reported("signal", "metrics")).isZero();
        JsonPath groups = ledger("groupBy", "signal,component");
        assertThat(groups.getLong("lines.find { it.signal == 'traces' && it.component.name == 'cart' }"
                        + ".counts.total.evidence.reported"))
                .isEqualTo(90);
        assertThat(groups.getLong("lines.find { it.signal == 'logs' && it.component.name == 'pay' }"
                        + ".counts.total.reportedFor.timeout"))
                .isEqualTo(27);
        List<Integer> ofMinutes = ledger("groupBy", "minute").getList("lines.counts.total.evidence.reported");
        assertThat(ofMinutes).containsOnly(0);
        String from = Instant.EPOCH.plusNanos(now - 4 * MINUTE_NANOS).toString();
        String to = Instant.EPOCH.plusNanos(now - 2 * MINUTE_NANOS).toString();
        assertThat(reported("from", from, "to", to)).isBetween(26L, 39L);
        assertThat(reported("to", "2020-01-01T00:00:00Z")).isZero();
    }

    @Test
    void mergedSegmentsReportTheSame() {
        reportLosses();
        merging.merge();
        assertThat(reported()).isEqualTo(117);
    }

    /** Read day by day: what grows over midnight is neither lost nor counted twice. */
    @Test
    void lossesOverMidnightCountOnce() {
        long midnight = now / DAY_NANOS * DAY_NANOS;
        for (int minute = -5; minute < 5; minute++) {
            long time = midnight - DAY_NANOS + minute * MINUTE_NANOS;
            long begin = midnight - DAY_NANOS - 30 * MINUTE_NANOS;
            post(List.of(point("cart", PROCESSED, "queue_full", begin, time, 100 + minute)));
        }
        await().atMost(WAIT).until(() -> reported() > 0);
        String from = Instant.EPOCH.plusNanos(midnight - DAY_NANOS).toString();
        assertThat(reported()).isEqualTo(104);
        assertThat(reported("to", from)).isEqualTo(99);
        assertThat(reported("from", from)).isEqualTo(5);
        merging.merge();
        assertThat(reported()).isEqualTo(104);
    }

    private Span child(TraceId trace, long startUnixNano, SpanId id, SpanId parent) {
        Span span = fixture.span(trace, startUnixNano);
        return new Span(
                span.resource(),
                span.scope(),
                trace,
                id,
                parent,
                "",
                0,
                span.name(),
                span.kind(),
                startUnixNano,
                startUnixNano + 1000,
                List.of(),
                0,
                List.of(),
                0,
                List.of(),
                0,
                span.status());
    }

    /** Traces of a root and two children in segments of their own, of which some have lost their root. */
    private void postTraces(int traces, int rootless) {
        List<Span> roots = new ArrayList<>();
        List<Span> children = new ArrayList<>();
        for (int i = 0; i < traces; i++) {
            TraceId trace = fixture.traceId();
            SpanId root = fixture.spanId();
            if (i >= rootless) {
                roots.add(child(trace, now, root, SpanId.NONE));
            }
            children.add(child(trace, now + 10, fixture.spanId(), root));
            children.add(child(trace, now + 20, fixture.spanId(), root));
        }
        Stored.post(tenant, children);
        if (!roots.isEmpty()) {
            Stored.post(tenant, roots);
        }
    }

    @Test
    void parentsThatWereNeverSeenAreInferredWhenAsked() {
        postTraces(100, 13);
        JsonPath ledger = ledger("infer", true);
        assertThat(ledger.getLong("identities.total.evidence.inferred")).isEqualTo(13);
        assertThat(ledger.getLong("identities.total.records")).isEqualTo(287 + 13);
        assertThat(ledger.getMap("identities.total")).doesNotContainKey("inferredNote");
        assertThat(ledger().getLong("identities.total.records")).isEqualTo(287);
        assertThat(ledger("infer", true, "signal", "logs").getLong("identities.total.evidence.inferred"))
                .isZero();
        assertThat(ledger("infer", true, "to", "2020-01-01T00:00:00Z").getLong("identities.total.evidence.inferred"))
                .isZero();
        JsonPath groups = ledger("infer", true, "groupBy", "signal,component");
        assertThat(groups.getLong("lines.find { it.component == null }.counts.total.evidence.inferred"))
                .isEqualTo(13);
        List<Object> ofMinutes =
                ledger("infer", true, "groupBy", "minute").getList("lines.counts.total.evidence.inferred");
        assertThat(ofMinutes).containsOnlyNulls();
    }

    @Test
    void inferringIsTheSameOverMergedSegments() {
        postTraces(100, 13);
        merging.merge();
        assertThat(ledger("infer", true).getLong("identities.total.evidence.inferred"))
                .isEqualTo(13);
    }

    @Test
    void aParentOutsideOfTheWindowIsFoundInItsMargin() {
        TraceId trace = fixture.traceId();
        SpanId root = fixture.spanId();
        long minuteBegin = now / MINUTE_NANOS * MINUTE_NANOS;
        Stored.post(tenant, List.of(child(trace, minuteBegin - 4 * MINUTE_NANOS, root, SpanId.NONE)));
        Stored.post(
                tenant,
                List.of(
                        child(trace, minuteBegin, fixture.spanId(), root),
                        child(trace, minuteBegin, fixture.spanId(), fixture.spanId())));
        String from = Instant.EPOCH.plusNanos(minuteBegin).toString();
        assertThat(ledger("infer", true, "from", from).getLong("identities.total.evidence.inferred"))
                .isEqualTo(1);
    }

    @Test
    void nothingIsInferredForOneService() {
        postTraces(10, 3);
        JsonPath ledger = ledger("infer", true, "service", "cart");
        assertThat(ledger.getMap("identities.total.evidence")).doesNotContainKey("inferred");
        assertThat(ledger.getString("identities.total.inferredNote")).contains("for one service");
    }

    @Test
    void ofManySpansASampleIsLookedAtAndOfVeryManyNone() {
        postTraces(2000, 500);
        JsonPath sampled = ledger("infer", true);
        assertThat(sampled.getString("identities.total.inferredNote")).isEqualTo("an estimate from 1 in 3 traces");
        assertThat(sampled.getDouble("identities.total.evidence.inferred") / 500)
                .isCloseTo(1, within(0.3));
        postTraces(6000, 0);
        JsonPath none = ledger("infer", true);
        assertThat(none.getString("identities.total.inferredNote")).contains("too many");
        assertThat(none.getMap("identities.total.evidence")).doesNotContainKey("inferred");
    }
}

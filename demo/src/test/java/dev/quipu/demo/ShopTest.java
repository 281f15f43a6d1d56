package dev.quipu.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.semconv.ServerAttributes;
import io.opentelemetry.semconv.ServiceAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShopTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long MILLI = 1_000_000;

    @Test
    void visitsHaveTenToTwentySpansOnAverage() {
        int visits = 300;

        long spans =
                spansOf(1, visits, 0.0).stream().filter(span -> !isMail(span)).count();

        assertThat((double) spans / visits).isBetween(10.0, 20.0);
    }

    @Test
    void theSameSeedGivesTheSameTraffic() {
        assertThat(shapesOf(spansOf(7, 50, 0.5))).isEqualTo(shapesOf(spansOf(7, 50, 0.5)));
        assertThat(shapesOf(spansOf(7, 50, 0.5))).isNotEqualTo(shapesOf(spansOf(8, 50, 0.5)));
    }

    @Test
    void everySpanLiesWithinItsParent() {
        List<SpanData> spans = spansOf(3, 200, 1.0);
        Map<String, SpanData> byId = spans.stream().collect(Collectors.toMap(SpanData::getSpanId, Function.identity()));

        assertThat(spans)
                .filteredOn(span -> span.getParentSpanContext().isValid())
                .allSatisfy(span -> {
                    SpanData parent = byId.get(span.getParentSpanId());
                    assertThat(span.getStartEpochNanos()).isGreaterThanOrEqualTo(parent.getStartEpochNanos());
                    assertThat(span.getEndEpochNanos()).isLessThanOrEqualTo(parent.getEndEpochNanos());
                });
    }

    @Test
    void aParentInAnotherServiceIsRemote() {
        assertThat(spansOf(3, 50, 0.0))
                .filteredOn(span -> span.getParentSpanContext().isValid())
                .allSatisfy(span -> assertThat(span.getParentSpanContext().isRemote())
                        .isEqualTo(span.getKind() == SpanKind.SERVER));
    }

    @Test
    void mailsAreLinkedToTheOrdersTheyConfirm() {
        assertThat(spansOf(1, 100, 0.0))
                .filteredOn(span -> span.getKind() == SpanKind.CONSUMER)
                .isNotEmpty()
                .allSatisfy(span -> assertThat(span.getLinks()).isNotEmpty());
    }

    @Test
    void nothingFailsAndNothingIsSlowBeforeTheFaultsBegin() {
        assertThat(spansOf(1, 300, 0.0)).allSatisfy(span -> {
            assertThat(span.getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
            assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isLessThan(1_000 * MILLI);
        });
    }

    @Test
    void onlyTheNewVersionOfRecommendationThrows() {
        assertThat(spansOf(1, 300, 0.5))
                .filteredOn(span -> span.getEvents().stream()
                        .anyMatch(event -> event.getName().equals("exception")))
                .isNotEmpty()
                .allSatisfy(span -> assertThat(span.getResource().getAttribute(ServiceAttributes.SERVICE_VERSION))
                        .isEqualTo(Shop.BAD_VERSION));
    }

    @Test
    void onlyOneDatabaseHostIsSlow() {
        assertThat(spansOf(1, 300, 1.0))
                .filteredOn(span -> span.getKind() == SpanKind.CLIENT
                        && span.getName().equals("SELECT payments")
                        && span.getEndEpochNanos() - span.getStartEpochNanos() > 1_000 * MILLI)
                .isNotEmpty()
                .allSatisfy(span -> assertThat(span.getAttributes().get(ServerAttributes.SERVER_ADDRESS))
                        .isEqualTo(Shop.SLOW_HOST));
    }

    @Test
    void logRecordsLieInTheSpansThatTheyTellOf() {
        Told told = told(1, 200, 1.0);
        Map<String, SpanData> byId =
                told.spans().stream().collect(Collectors.toMap(SpanData::getSpanId, Function.identity()));
        assertThat(told.logs()).isNotEmpty().allSatisfy(log -> {
            SpanData span = byId.get(log.getSpanContext().getSpanId());
            assertThat(log.getTimestampEpochNanos()).isBetween(span.getStartEpochNanos(), span.getEndEpochNanos());
        });
        assertThat(told.logs().stream().map(log -> log.getBodyValue().asString()))
                .anyMatch(body ->
                        body.matches("Charging order o-\\w+ took \\d{4} ms: waited for a lock on " + Shop.SLOW_HOST))
                .anyMatch(body -> body.equals("GET /recommendations failed: Index 0 out of bounds for length 0"));
    }

    /** All spans and log records of {@code visits} visits at {@code progress}, with the mails they led to. */
    private static Told told(long seed, int visits, double progress) {
        InMemorySpanExporter exporter = InMemorySpanExporter.create();
        InMemoryLogRecordExporter logs = InMemoryLogRecordExporter.create();
        Shop shop = new Shop(
                new Random(seed), new Telemetry(exporter, logs, InMemoryMetricExporter.create(), new PastClock(START)));
        Player player = new Player();
        for (int i = 0; i < visits; i++) {
            Instant end =
                    player.play(shop.visit(progress), START.plusSeconds(i)).end();
            List<SpanContext> orders = player.takeSentMessages();
            if (!orders.isEmpty()) {
                player.play(shop.sendMails(orders), end);
            }
        }
        shop.instances().forEach(instance -> instance.flush().join(10, TimeUnit.SECONDS));
        return new Told(exporter.getFinishedSpanItems(), logs.getFinishedLogRecordItems());
    }

    private record Told(List<SpanData> spans, List<LogRecordData> logs) {}

    private static List<SpanData> spansOf(long seed, int visits, double progress) {
        return told(seed, visits, progress).spans();
    }

    private static boolean isMail(SpanData span) {
        return "email".equals(span.getResource().getAttribute(ServiceAttributes.SERVICE_NAME));
    }

    private static List<String> shapesOf(List<SpanData> spans) {
        return spans.stream()
                .map(span -> span.getResource().getAttributes()
                        + span.getName()
                        + span.getStartEpochNanos()
                        + span.getEndEpochNanos()
                        + span.getAttributes())
                .sorted()
                .toList();
    }
}

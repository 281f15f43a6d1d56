package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Storage, PostgreSQL and the collector are killed and stopped in mid-load; what was acknowledged is stored, once. */
class KillIT {

    private static final int ROUNDS = 2;
    private static final int SENDERS = 3;
    private static final int TRACES_PER_REQUEST = 4;
    private static final int SPANS_PER_TRACE = 12;
    private static final int REQUESTS_BETWEEN_KILLS = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final ConcurrentLinkedQueue<OtlpSpan> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger retries = new AtomicInteger();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void whatIsAcknowledgedIsStoredOnceWhateverIsKilledOrStopped() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try (Cluster cluster = Cluster.start(Map.of())) {
            List<Future<?>> sending = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                String service = "sender-" + i;
                sending.add(senders.submit(() -> sendUntilEnough(cluster.otlpHttp(), service)));
            }
            for (int round = 0; round < ROUNDS; round++) {
                awaitMoreAcknowledged();
                killAndStart(cluster.storage());
                awaitMoreAcknowledged();
                cluster.killPostgres();
                awaitMoreAcknowledged();
                cluster.killPostgres();
                killAndStart(cluster.storage());
                awaitMoreAcknowledged();
                killAndStart(cluster.collector());
                awaitMoreAcknowledged();
                stopAndStart(cluster.storage());
                stopAndStart(cluster.collector());
            }
            awaitMoreAcknowledged();
            enough.set(true);
            for (Future<?> sender : sending) {
                sender.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }

            assertThat(retries).as("requests that had to be sent again").hasPositiveValue();
            SpanSets.assertSame(
                    cluster.storageApi()
                            .traces(acknowledged.stream()
                                    .map(OtlpSpan::traceId)
                                    .distinct()
                                    .toList()),
                    acknowledged);
            Ledger.of(cluster.storageApi()).assertHolds(acknowledged.size());
        } finally {
            senders.shutdownNow();
        }
    }

    private static void killAndStart(ServiceProcess service) {
        service.kill();
        service.start();
        service.awaitReady();
    }

    private static void stopAndStart(ServiceProcess service) {
        service.stop();
        service.start();
        service.awaitReady();
    }

    private void awaitMoreAcknowledged() {
        int target = requests.get() + REQUESTS_BETWEEN_KILLS;
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> requests.get() >= target);
    }

    private void sendUntilEnough(OtlpHttp collector, String service) {
        while (!enough.get()) {
            List<Span> spans = new ArrayList<>();
            for (int trace = 0; trace < TRACES_PER_REQUEST; trace++) {
                ByteString traceId = Requests.randomId(16);
                for (int span = 0; span < SPANS_PER_TRACE; span++) {
                    spans.add(Requests.span("work " + span, traceId).build());
                }
            }
            ExportTraceServiceRequest request = Requests.of(service, spans);
            sendUntilAcknowledged(collector, request.toByteArray());
            acknowledged.addAll(OtlpSpan.listOf(request));
            requests.incrementAndGet();
        }
    }

    /** As an SDK does it: the same body again after a retryable answer or none. */
    private void sendUntilAcknowledged(OtlpHttp collector, byte[] body) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    try {
                        Answer answer = collector.post(body);
                        if (answer.isAcknowledged()) {
                            assertThat(answer.partialSuccess().getRejectedSpans())
                                    .isZero();
                            return true;
                        }
                        assertThat(answer.status()).as(answer.text()).isIn(429, 502, 503, 504);
                    } catch (IOException noAnswer) {
                        // Nothing is known about the request: it is sent again as well.
                    }
                    retries.incrementAndGet();
                    return false;
                });
    }
}

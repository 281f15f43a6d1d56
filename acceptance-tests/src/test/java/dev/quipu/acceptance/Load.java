package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Spans and log records from several senders that each go round the collectors, and do as OTLP says: what was answered by 429,
 * 502, 503 or 504, or by nothing, is sent again, the same bytes, to the next collector; any other answer ends it.
 */
final class Load implements AutoCloseable {

    private static final int SENDERS = 4;
    private static final long PAUSE_MILLIS = 100;
    private static final int TRACES_PER_REQUEST = 2;
    private static final int SPANS_PER_TRACE = 5;
    private static final int LOGS_PER_REQUEST = 4;
    private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BACKOFF = Duration.ofMillis(200);

    private final List<URI> collectors;
    private final TenantApi api;
    private final ScheduledExecutorService senders = Executors.newScheduledThreadPool(SENDERS);
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger retries = new AtomicInteger();
    private final AtomicLong logs = new AtomicLong();
    private final Queue<OtlpSpan> spans = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    /** Begins to send. */
    Load(Collection<URI> collectors, TenantApi api) {
        this.collectors = List.copyOf(collectors);
        this.api = api;
        for (int sender = 0; sender < SENDERS; sender++) {
            String service = "sender-" + sender;
            senders.scheduleWithFixedDelay(() -> send(service), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void send(String service) {
        try {
            ExportTraceServiceRequest traces = traces(service);
            if (isTaken("/v1/traces", traces.toByteArray())) {
                spans.addAll(OtlpSpan.listOf(traces));
            }
            if (isTaken("/v1/logs", logs(service).toByteArray())) {
                logs.addAndGet(LOGS_PER_REQUEST);
            }
        } catch (RuntimeException e) {
            failures.add(e.toString());
        }
    }

    private static ExportTraceServiceRequest traces(String service) {
        List<Span> sent = new ArrayList<>();
        for (int trace = 0; trace < TRACES_PER_REQUEST; trace++) {
            ByteString traceId = Requests.randomId(16);
            for (int span = 0; span < SPANS_PER_TRACE; span++) {
                sent.add(Requests.span("work " + span, traceId).build());
            }
        }
        return Requests.of(service, sent);
    }

    private static ExportLogsServiceRequest logs(String service) {
        ScopeLogs.Builder scope = ScopeLogs.newBuilder();
        for (int i = 0; i < LOGS_PER_REQUEST; i++) {
            scope.addLogRecords(LogRecord.newBuilder()
                    .setTimeUnixNano(Requests.unixNano(Instant.now()))
                    .setBody(AnyValue.newBuilder()
                            .setStringValue(
                                    "took order " + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE))));
        }
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(Requests.attribute("service.name", service)))
                        .addScopeLogs(scope))
                .build();
    }

    /** Whether it was acknowledged in whole; if not, why is among the failures. */
    private boolean isTaken(String path, byte[] body) {
        try {
            return await().atMost(PATIENCE)
                            .pollDelay(Duration.ZERO)
                            .pollInterval(BACKOFF)
                            .until(() -> attempt(path, body), answer -> answer != Attempt.AGAIN)
                    == Attempt.TAKEN;
        } catch (ConditionTimeoutException lost) {
            failures.add(path + ": expected an answer within " + PATIENCE + ", got none that ends it");
            return false;
        }
    }

    private enum Attempt {
        TAKEN,
        AGAIN,
        ENDED
    }

    private Attempt attempt(String path, byte[] body) {
        URI collector = collectors.get(Math.floorMod(turn.getAndIncrement(), collectors.size()));
        try {
            Answer answer = api.export(collector, path, body);
            if (answer.status() == 200 && answer.body().length == 0) {
                return Attempt.TAKEN;
            }
            if (!RETRYABLE.contains(answer.status())) {
                failures.add(collector + path + ": expected 200 and nothing rejected, got " + answer.status() + ": "
                        + answer.text());
                return Attempt.ENDED;
            }
        } catch (UncheckedIOException noAnswer) {
            // Nothing is known about the request.
        }
        retries.incrementAndGet();
        return Attempt.AGAIN;
    }

    /** Waits until so many more spans are acknowledged. */
    void awaitMore(int count) {
        int target = spans.size() + count;
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> spans.size() >= target);
    }

    /** Those that are acknowledged up to now. */
    List<OtlpSpan> spans() {
        return List.copyOf(spans);
    }

    long logs() {
        return logs.get();
    }

    int retries() {
        return retries.get();
    }

    /** Returns when what was begun has ended; nothing may have failed. */
    void finish() {
        senders.shutdown();
        try {
            assertThat(senders.awaitTermination(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertThat(failures)
                .as("answers that make a sender drop its records, and records without an answer")
                .isEmpty();
    }

    @Override
    public void close() {
        senders.shutdownNow();
    }
}

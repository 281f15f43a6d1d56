package dev.quipu.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.producer.RecordingDoor.Request;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real exports to a real door, by each of the HTTP clients that the SDK's exporter can have. */
class SequencedSpanExporterTest {

    private static final String CLIENT = "io.opentelemetry.exporter.internal.http.HttpSenderProvider";

    private static final RetryPolicy TWO_ATTEMPTS = RetryPolicy.builder()
            .setMaxAttempts(2)
            .setInitialBackoff(Duration.ofMillis(1))
            .setMaxBackoff(Duration.ofMillis(5))
            .build();

    enum Client {
        OKHTTP("io.opentelemetry.exporter.sender.okhttp.internal.OkHttpHttpSenderProvider"),
        JDK("io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSenderProvider");

        private final String provider;

        Client(String provider) {
            this.provider = provider;
        }
    }

    private final RecordingDoor door = new RecordingDoor();

    @AfterEach
    void close() {
        System.clearProperty(CLIENT);
        door.close();
    }

    private SequencedSpanExporter exporter(Client client) {
        System.setProperty(CLIENT, client.provider);
        return SequencedSpanExporter.create(OtlpHttpSpanExporter.builder()
                .setEndpoint(door.url("/v1/traces"))
                .setRetryPolicy(TWO_ATTEMPTS));
    }

    private static List<SpanData> spans(int count) {
        return Collections.nCopies(
                count,
                TestSpanData.builder()
                        .setName("op")
                        .setKind(SpanKind.INTERNAL)
                        .setStatus(StatusData.unset())
                        .setStartEpochNanos(1)
                        .setEndEpochNanos(2)
                        .setHasEnded(true)
                        .build());
    }

    private static boolean send(SequencedSpanExporter exporter, int spans) {
        return exporter.export(spans(spans)).join(10, TimeUnit.SECONDS).isSuccess();
    }

    @ParameterizedTest
    @EnumSource
    void numbersBatchesFromOneAndAddsUpTheirSpans(Client client) {
        try (SequencedSpanExporter exporter = exporter(client)) {
            assertThat(send(exporter, 3)).isTrue();
            assertThat(send(exporter, 1)).isTrue();
            assertThat(send(exporter, 5)).isTrue();
        }
        assertThat(door.requests()).extracting(Request::sequence).containsExactly(1L, 2L, 3L);
        assertThat(door.requests()).extracting(Request::count).containsExactly(3L, 4L, 9L);
        assertThat(door.requests()).extracting(Request::records).containsExactly(3, 1, 5);
    }

    @ParameterizedTest
    @EnumSource
    void aRetryCarriesTheNumberOfItsBatch(Client client) {
        door.answerWith(503);
        try (SequencedSpanExporter exporter = exporter(client)) {
            assertThat(send(exporter, 2)).isTrue();
            assertThat(send(exporter, 2)).isTrue();
        }
        assertThat(door.requests()).extracting(Request::status).containsExactly(503, 200, 200);
        assertThat(door.requests()).extracting(Request::sequence).containsExactly(1L, 1L, 2L);
        assertThat(door.requests()).extracting(Request::count).containsExactly(2L, 2L, 4L);
    }

    @ParameterizedTest
    @EnumSource
    void aBatchThatIsGivenUpLeavesAGapOfKnownSize(Client client) {
        door.answerWith(200, 503, 503);
        try (SequencedSpanExporter exporter = exporter(client)) {
            assertThat(send(exporter, 1)).isTrue();
            assertThat(send(exporter, 7)).isFalse();
            assertThat(send(exporter, 2)).isTrue();
        }
        List<Request> stored = door.requests().stream()
                .filter(request -> request.status() == 200)
                .toList();
        assertThat(stored).extracting(Request::sequence).containsExactly(1L, 3L);
        assertThat(stored.get(1).count()
                        - stored.get(1).records()
                        - stored.get(0).count())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource
    void batchesThatOverlapKeepTheirOwnNumbers(Client client) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(4);
        try (SequencedSpanExporter exporter = exporter(client)) {
            List<CompletableResultCode> results = Collections.synchronizedList(new ArrayList<>());
            for (int i = 1; i <= ProducerSequence.WAITING_LIMIT; i++) {
                List<SpanData> batch = spans(i);
                senders.execute(() -> results.add(exporter.export(batch)));
            }
            senders.shutdown();
            assertThat(senders.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            assertThat(CompletableResultCode.ofAll(results)
                            .join(30, TimeUnit.SECONDS)
                            .isSuccess())
                    .isTrue();
        }
        assertThat(door.requests())
                .extracting(Request::sequence)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, ProducerSequence.WAITING_LIMIT)
                        .boxed()
                        .toList());
        long sent = 0;
        for (Request request : door.requests()) {
            sent += request.records();
            assertThat(request.count()).as("sequence %d", request.sequence()).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @EnumSource
    void worksBehindTheBatchProcessor(Client client) {
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(BatchSpanProcessor.builder(exporter(client))
                        .setMaxExportBatchSize(100)
                        .build())
                .build()) {
            Tracer tracer = provider.get("test");
            for (int i = 0; i < 1_000; i++) {
                tracer.spanBuilder("op").startSpan().end();
            }
        }
        assertThat(door.requests().stream().mapToInt(Request::records).sum()).isEqualTo(1_000);
        assertThat(door.requests().get(door.requests().size() - 1).count()).isEqualTo(1_000);
    }
}

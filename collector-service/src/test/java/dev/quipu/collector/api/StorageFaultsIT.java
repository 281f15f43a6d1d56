package dev.quipu.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.Status;
import dev.quipu.collector.Otlp;
import dev.quipu.collector.StorageStandIn;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of requests when storage does not simply say yes. */
class StorageFaultsIT {

    private final StorageStandIn storage = new StorageStandIn(0);
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<TestCollector> collectors = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        released.countDown();
        for (TestCollector collector : collectors) {
            collector.close();
        }
        storage.close();
    }

    @Test
    void sendsTheSameSegmentAgainUntilStorageTakesIt() throws Exception {
        storage.meet(StorageStandIn.status(503), StorageStandIn.status(429), StorageStandIn.status(500));
        assertThat(collector().sendSpans(10).statusCode()).isEqualTo(200);
        assertThat(storage.attempts())
                .hasSize(4)
                .containsOnly(storage.attempts().get(0));
        assertThat(storage.records()).isEqualTo(10);
    }

    @Test
    void storesOnceWhenStoragesAnswerWasLost() throws Exception {
        storage.meet(StorageStandIn.lostAnswer());
        assertThat(collector().sendSpans(10).statusCode()).isEqualTo(200);
        assertThat(storage.attempts())
                .hasSize(2)
                .containsOnly(storage.attempts().get(0));
        assertThat(storage.records()).isEqualTo(10);
        assertThat(storage.counted("duplicate")).isZero();
    }

    @Test
    void leavesOutWhatStorageHasAndCountsItAsDuplicate() throws Exception {
        byte[] known = Otlp.request(10).toByteArray();
        TestCollector first = collector();
        first.send(first.post(known).build());

        TestCollector second = collector("quipu.collector.segments.linger", "300MS");
        CompletableFuture<HttpResponse<byte[]>> again =
                second.sendAsync(second.post(known).build());
        CompletableFuture<HttpResponse<byte[]>> fresh =
                second.sendAsync(second.post(Otlp.request(7).toByteArray()).build());

        assertThat(again.get().statusCode()).isEqualTo(200);
        assertThat(again.get().body()).isEmpty();
        assertThat(fresh.get().statusCode()).isEqualTo(200);
        assertThat(storage.records()).isEqualTo(17);
        assertThat(storage.counted("duplicate")).isEqualTo(10);
        assertThat(storage.attempts()).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void acknowledgesARepetitionOfARejectedRequestPlainly() throws Exception {
        byte[] body = Otlp.of(List.of(
                        Otlp.span().build(),
                        Otlp.span()
                                .setTraceId(com.google.protobuf.ByteString.EMPTY)
                                .build()))
                .toByteArray();
        TestCollector collector = collector();
        HttpResponse<byte[]> first = collector.send(collector.post(body).build());
        assertThat(ExportTraceServiceResponse.parseFrom(first.body()).hasPartialSuccess())
                .isTrue();
        HttpResponse<byte[]> second = collector.send(collector.post(body).build());
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void storesOneOfManyIdenticalRequestsAndCountsTheOthers() throws Exception {
        byte[] body = Otlp.request(10).toByteArray();
        storage.meet(StorageStandIn.until(released));
        TestCollector collector = collector();
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            answers.add(collector.sendAsync(collector.post(body).build()));
        }
        await().until(() -> !storage.attempts().isEmpty());
        released.countDown();
        for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
            assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        await().until(() -> storage.counted("duplicate") == 310);
        assertThat(storage.records()).isEqualTo(10);
        await().until(() -> collector.bytesInFlight() == 0);
    }

    @Test
    void asksToComeAgainWhenStorageSaysNothingAndStoresOnceAllTheSame() throws Exception {
        storage.meet(StorageStandIn.until(released));
        TestCollector collector = collector("quipu.collector.ack-timeout", "300MS");
        byte[] body = Otlp.request(10).toByteArray();

        HttpResponse<byte[]> refused = collector.send(collector.post(body).build());
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("2");
        assertThat(Status.parseFrom(refused.body()).getMessage()).contains("in time");

        CompletableFuture<HttpResponse<byte[]>> retry =
                collector.sendAsync(collector.post(body).build());
        released.countDown();
        assertThat(retry.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        await().until(() -> storage.counted("duplicate") == 10);
        assertThat(storage.records()).isEqualTo(10);
    }

    @Test
    void refusesAtOnceWhenItHoldsAllItMay() throws Exception {
        for (int i = 0; i < 10; i++) {
            storage.meet(StorageStandIn.until(released));
        }
        TestCollector collector = collector("quipu.collector.max-bytes-in-flight", "256K");
        List<CompletableFuture<HttpResponse<byte[]>>> held = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            held.add(collector.sendAsync(
                    collector.post(Otlp.request(500).toByteArray()).build()));
        }
        await().until(() -> held.stream().anyMatch(CompletableFuture::isDone));
        for (CompletableFuture<HttpResponse<byte[]>> answer : held) {
            if (answer.isDone()) {
                assertThat(answer.get().statusCode()).isEqualTo(503);
                assertThat(answer.get().headers().firstValue("Retry-After")).contains("2");
            }
        }
        assertThat(collector.bytesInFlight()).isLessThanOrEqualTo(256 * 1024);
        released.countDown();
        CompletableFuture.allOf(held.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        await().until(() -> collector.bytesInFlight() == 0);
        assertThat(collector.sendSpans(500).statusCode()).isEqualTo(200);
    }

    @Test
    void asksToComeAgainAndTellsTheLedgerWhenStorageCanNotTakeASegment() throws Exception {
        storage.quarantines(false);
        storage.meet(StorageStandIn.status(400));
        TestCollector collector = collector();
        HttpResponse<byte[]> refused = collector.sendSpans(10);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(collector.bytesInFlight()).isZero();
        assertThat(storage.ledgerReports()).as("told before the sender was").hasSize(1);
        assertThat(storage.ledgerReports().get(0).getString("signal")).isEqualTo("traces");
        assertThat(storage.ledgerReports()
                        .get(0)
                        .getJsonArray("lines")
                        .getJsonObject(0)
                        .getMap())
                .containsEntry("outcome", "refused")
                .containsEntry("reason", "unacceptable")
                .containsEntry("records", 10);
    }

    @Test
    void sharesSegmentsAmongRequests() throws Exception {
        TestCollector collector = collector("quipu.collector.segments.linger", "500MS");
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(collector.sendAsync(
                    collector.post(Otlp.request(10).toByteArray()).build()));
        }
        for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(200);
        }
        assertThat(storage.segments().size()).isLessThan(10);
        assertThat(storage.records()).isEqualTo(200);
    }

    @Test
    void sealsASegmentBeforeItGrowsTooLarge() throws Exception {
        TestCollector collector =
                collector("quipu.collector.segments.linger", "10S", "quipu.collector.segments.max-bytes", "64K");
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        byte[] body = Otlp.request(200).toByteArray();
        for (int i = 0; i * body.length < 640 * 1024; i++) {
            answers.add(collector.sendAsync(
                    collector.post(Otlp.request(200).toByteArray()).build()));
        }
        await().atMost(5, TimeUnit.SECONDS).until(() -> storage.segments().size() >= 5);
    }

    @Test
    void countsRecordsByWhatBecameOfThem() throws Exception {
        TestCollector collector = collector();
        byte[] body = Otlp.of(List.of(
                        Otlp.span().build(),
                        Otlp.span()
                                .setTraceId(com.google.protobuf.ByteString.EMPTY)
                                .build()))
                .toByteArray();
        collector.send(collector.post(body).build());
        collector.send(collector.post(body).build());
        assertThat(counter(collector, "collected", "")).isEqualTo(1);
        assertThat(counter(collector, "duplicate", "")).isEqualTo(1);
        assertThat(counter(collector, "rejected", "invalid_trace_id")).isEqualTo(2);
    }

    private static double counter(TestCollector collector, String outcome, String reason) {
        return collector
                .metrics
                .get("quipu.collector.records")
                .tag("outcome", outcome)
                .tag("reason", reason)
                .tag("signal", "traces")
                .counter()
                .count();
    }

    private TestCollector collector(String... keysAndValues) throws Exception {
        Map<String, String> keys = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            keys.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        TestCollector collector = new TestCollector(storage, keys);
        collectors.add(collector);
        return collector;
    }
}

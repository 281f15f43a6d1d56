package dev.quipu.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.quipu.collector.Otlp;
import dev.quipu.collector.StorageStandIn;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GracefulShutdownIT {

    private final StorageStandIn storage = new StorageStandIn(0);
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void stop() {
        released.countDown();
        storage.close();
    }

    @Test
    void acknowledgesWhatItTookAndRefusesWhatIsNew() throws Exception {
        storage.meet(StorageStandIn.until(released));
        try (TestCollector collector = new TestCollector(storage, Map.of())) {
            CompletableFuture<HttpResponse<byte[]>> taken = collector.sendAsync(
                    collector.post(Otlp.request(10).toByteArray()).build());
            await().until(() -> storage.attempts().size() == 1);
            CompletableFuture<Void> shutdown = collector.shutDown();
            await().until(() -> collector.sendSpans(1).statusCode() == 503);
            HttpResponse<byte[]> refused = collector.sendSpans(1);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.headers().firstValue("Connection")).contains("close");
            assertThat(grpcRefusal(collector)).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(shutdown).isNotDone();

            released.countDown();
            assertThat(taken.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            shutdown.get(20, TimeUnit.SECONDS);
        }
        assertThat(storage.heads()).anyMatch(head -> head.recordCount() == 10);
    }

    @Test
    void doesNotWaitForTheLinger() throws Exception {
        try (TestCollector collector = new TestCollector(
                storage,
                Map.of(
                        "quipu.collector.segments.linger",
                        "60S",
                        "quipu.collector.drain-timeout",
                        "60S",
                        "quipu.collector.ack-timeout",
                        "60S"))) {
            CompletableFuture<HttpResponse<byte[]>> taken = collector.sendAsync(
                    collector.post(Otlp.request(10).toByteArray()).build());
            await().until(() -> collector.heldRequests() == 1);
            collector.shutDown().get(20, TimeUnit.SECONDS);
            assertThat(taken.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void refusesWhatDidNotBecomeDurableInTime() throws Exception {
        storage.meet(StorageStandIn.until(released));
        try (TestCollector collector = new TestCollector(storage, Map.of("quipu.collector.drain-timeout", "300MS"))) {
            CompletableFuture<HttpResponse<byte[]>> taken = collector.sendAsync(
                    collector.post(Otlp.request(10).toByteArray()).build());
            await().until(() -> storage.attempts().size() == 1);
            collector.shutDown().get(20, TimeUnit.SECONDS);
            assertThat(taken.get(1, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
            assertThat(collector.bytesInFlight()).isZero();
        }
    }

    private static Status.Code grpcRefusal(TestCollector collector) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", collector.grpcPort())
                .usePlaintext()
                .build();
        try {
            return catchThrowableOfType(
                            StatusRuntimeException.class,
                            () -> TraceServiceGrpc.newBlockingStub(channel).export(Otlp.request(1)))
                    .getStatus()
                    .getCode();
        } finally {
            channel.shutdownNow();
        }
    }
}

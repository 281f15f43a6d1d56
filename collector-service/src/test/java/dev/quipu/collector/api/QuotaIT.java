package dev.quipu.collector.api;

import static dev.quipu.collector.loki.Pushes.snappy;
import static dev.quipu.collector.remotewrite.Writes.series;
import static dev.quipu.collector.remotewrite.Writes.v2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import dev.quipu.collector.Otlp;
import dev.quipu.collector.StorageStandIn;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Quotas from a storage that tells them, and what senders at real doors are told. */
class QuotaIT {

    private static final JsonObject RATE =
            new JsonObject().put("recordsPerSecond", 1).put("storedBytesToday", 0);

    private final StorageStandIn storage = new StorageStandIn(0);
    private TestCollector collector;

    @BeforeEach
    void start() throws Exception {
        storage.quotas().set("default", RATE);
        collector = new TestCollector(storage, Map.of("quipu.collector.refresh", "20MS"));
        await().until(() -> storage.quotas().same() > 0);
    }

    @AfterEach
    void close() throws Exception {
        collector.close();
        storage.close();
    }

    private HttpResponse<byte[]> send(int spans) throws Exception {
        return collector.sendSpans(spans);
    }

    private HttpResponse<byte[]> sendAs(String tenant, int spans) throws Exception {
        return collector.send(collector
                .post(Otlp.request(spans).toByteArray())
                .header("Quipu-Tenant", tenant)
                .build());
    }

    private double counted(String reason) {
        var counter = collector
                .metrics
                .find("quipu.collector.records")
                .tag("outcome", "refused")
                .tag("reason", reason)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private long toldLedger(String reason) {
        return storage.ledgerReports().stream()
                .flatMap(report -> report.getJsonArray("lines").stream())
                .map(JsonObject.class::cast)
                .filter(line -> line.getString("outcome").equals("refused")
                        && line.getString("reason").equals(reason))
                .mapToLong(line -> line.getLong("records"))
                .sum();
    }

    @Test
    void whatIsOverTheRateIsToComeAgainAndCounted() throws Exception {
        assertThat(send(100).statusCode()).isEqualTo(200);
        HttpResponse<byte[]> refused = send(7);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("Retry-After")).hasValue(60);
        com.google.rpc.Status status = com.google.rpc.Status.parseFrom(refused.body());
        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED.value());
        assertThat(status.getMessage()).contains("records per second");
        assertThat(storage.records()).isEqualTo(100);
        assertThat(counted("quota_records")).isEqualTo(7);
        assertThat(toldLedger("quota_records")).isEqualTo(7);
        assertThat(collector.bytesInFlight()).isZero();
    }

    @Test
    void aCallerOfGrpcIsToldWhenToComeAgain() throws Exception {
        send(10);
        ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", collector.grpcPort())
                .usePlaintext()
                .build();
        try {
            StatusRuntimeException refused = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> TraceServiceGrpc.newBlockingStub(channel).export(Otlp.request(1)));
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(retryInfo(refused).getRetryDelay().getSeconds()).isBetween(1L, 10L);
        } finally {
            channel.shutdownNow();
        }
    }

    private static RetryInfo retryInfo(StatusRuntimeException refused) throws InvalidProtocolBufferException {
        return StatusProto.fromThrowable(refused).getDetails(0).unpack(RetryInfo.class);
    }

    @Test
    void prometheusIsToldByItsProtocol() throws Exception {
        send(100);
        byte[] body = v2(series("__name__", "up").sample(1, System.currentTimeMillis(), 0));
        HttpResponse<byte[]> refused =
                collector.send(HttpRequest.newBuilder(collector.tracesUri().resolve("/api/v1/write"))
                        .header("Content-Type", "application/x-protobuf;proto=io.prometheus.write.v2.Request")
                        .header("Content-Encoding", "snappy")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(snappy(body)))
                        .build());
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void othersAreTakenMeanwhile() throws Exception {
        send(100);
        assertThat(send(1).statusCode()).isEqualTo(429);
        assertThat(sendAs("other", 100).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsOverTheDaysBytesIsRefusedBeforeStorageSaysSo() throws Exception {
        storage.quotas().set("shop", new JsonObject().put("bytesPerDay", 1).put("storedBytesToday", 0));
        int before = storage.quotas().same();
        await().until(() -> storage.quotas().same() > before);
        assertThat(sendAs("shop", 1).statusCode()).isEqualTo(200);
        assertThat(sendAs("shop", 3).statusCode()).isEqualTo(429);
        assertThat(toldLedger("quota_bytes")).isEqualTo(3);
    }

    @Test
    void theLatestHoldWhileStorageCanNotBeAsked() throws Exception {
        storage.quotas().answerWith(503);
        await().until(() -> storage.quotas().otherwise() > 1);
        send(100);
        assertThat(send(1).statusCode()).isEqualTo(429);
    }

    @Test
    void anOlderStorageHasNoQuotas() throws Exception {
        send(100);
        storage.quotas().answerWith(404);
        await().until(() -> storage.quotas().otherwise() > 1);
        assertThat(send(1).statusCode()).isEqualTo(200);
    }
}

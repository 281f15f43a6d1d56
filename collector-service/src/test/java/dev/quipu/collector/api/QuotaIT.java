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
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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

    private double counted(String outcome, String reason) {
        var counter = collector
                .metrics
                .find("quipu.collector.records")
                .tag("outcome", outcome)
                .tag("reason", reason)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private long toldLedger(String reason) {
        return toldLedger("refused", reason);
    }

    private long toldLedger(String outcome, String reason) {
        return storage.ledgerReports().stream()
                .flatMap(report -> report.getJsonArray("lines").stream())
                .map(JsonObject.class::cast)
                .filter(line -> line.getString("outcome").equals(outcome)
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
        assertThat(counted("refused", "quota_records")).isEqualTo(7);
        assertThat(toldLedger("quota_records")).isEqualTo(7);
        assertThat(collector.bytesInFlight()).isZero();
    }

    @Test
    void aCallerOfGrpcIsToldWhenToComeAgain() throws Exception {
        send(100);
        ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", collector.grpcPort())
                .usePlaintext()
                .build();
        try {
            StatusRuntimeException refused = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> TraceServiceGrpc.newBlockingStub(channel).export(Otlp.request(1)));
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(retryInfo(refused).getRetryDelay().getSeconds()).isBetween(1L, 60L);
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

    private void limitSeries(long seriesPerDay) {
        storage.quotas().set("shop", new JsonObject().put("seriesPerDay", seriesPerDay));
        int before = storage.quotas().same();
        await().until(() -> storage.quotas().same() > before);
    }

    private HttpResponse<byte[]> sendPoints(byte[] body) throws Exception {
        return collector.send(HttpRequest.newBuilder(collector.tracesUri().resolve("/v1/metrics"))
                .header("Content-Type", "application/x-protobuf")
                .header("Quipu-Tenant", "shop")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    @Test
    void pointsOfSeriesBeyondTheDaysAreRejectedAloneAndCounted() throws Exception {
        limitSeries(3);
        HttpResponse<byte[]> partial = sendPoints(Otlp.metrics(5).toByteArray());
        assertThat(partial.statusCode()).isEqualTo(200);
        ExportMetricsPartialSuccess told =
                ExportMetricsServiceResponse.parseFrom(partial.body()).getPartialSuccess();
        assertThat(told.getRejectedDataPoints()).isEqualTo(2);
        assertThat(told.getErrorMessage()).startsWith("quota: ").contains("series per day");
        assertThat(storage.points()).hasSize(3);
        assertThat(counted("rejected", "quota_series")).isEqualTo(2);
        assertThat(toldLedger("rejected", "quota_series")).isEqualTo(2);
        assertThat(sendPoints(Otlp.metrics(3).toByteArray()).body()).isEmpty();
        assertThat(collector.bytesInFlight()).isZero();
        assertThat(collector
                        .metrics
                        .get("quipu.collector.quota.series")
                        .tag("tenant", "shop")
                        .gauge()
                        .value())
                .isEqualTo(3);
    }

    @Test
    void aRequestOfSeriesBeyondTheDaysAloneIsToComeAgain() throws Exception {
        limitSeries(0);
        HttpResponse<byte[]> refused = sendPoints(Otlp.metrics(4).toByteArray());
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("Retry-After")).hasValue(60);
        assertThat(com.google.rpc.Status.parseFrom(refused.body()).getMessage()).contains("series per day");
        assertThat(toldLedger("quota_series")).isEqualTo(4);
        assertThat(storage.records()).isZero();
    }

    @Test
    void aRetryIsKnownThoughTheQuotaWasRaisedMeanwhile() throws Exception {
        limitSeries(2);
        byte[] body = Otlp.metrics(5).toByteArray();
        sendPoints(body);
        limitSeries(10);
        assertThat(sendPoints(body).body()).isEmpty();
        assertThat(storage.points()).hasSize(2);
    }

    @Test
    void prometheusIsToldHowManyOfItsSeriesWereWritten() throws Exception {
        limitSeries(1);
        long now = System.currentTimeMillis();
        byte[] body = v2(
                series("__name__", "up", "instance", "a").sample(1, now, 0),
                series("__name__", "up", "instance", "b").sample(1, now, 0));
        HttpResponse<byte[]> partial =
                collector.send(HttpRequest.newBuilder(collector.tracesUri().resolve("/api/v1/write"))
                        .header("Content-Type", "application/x-protobuf;proto=io.prometheus.write.v2.Request")
                        .header("Content-Encoding", "snappy")
                        .header("Quipu-Tenant", "shop")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(snappy(body)))
                        .build());
        assertThat(partial.statusCode()).isEqualTo(400);
        assertThat(new String(partial.body(), StandardCharsets.UTF_8)).contains("quota: ");
        assertThat(partial.headers().firstValue("X-Prometheus-Remote-Write-Samples-Written"))
                .hasValue("1");
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

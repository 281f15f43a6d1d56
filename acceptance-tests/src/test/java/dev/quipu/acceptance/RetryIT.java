package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A request that is sent again is acknowledged again and stored once. */
class RetryIT {

    private final Cluster cluster = Cluster.shared();
    private final ExportTraceServiceRequest request =
            Requests.of("retry", Requests.span("retried"), Requests.span("retried"));
    private final byte[] body = request.toByteArray();

    @Test
    void sentTwiceIsStoredOnce() throws Exception {
        assertThat(cluster.otlpHttp().post(body).status()).isEqualTo(200);
        long duplicatesBefore = Ledger.of(cluster.storageApi()).duplicate();
        assertThat(cluster.otlpHttp().post(body).status()).isEqualTo(200);
        assertStoredOnce();
        assertThat(Ledger.of(cluster.storageApi()).duplicate()).isEqualTo(duplicatesBefore + 2);
    }

    @Test
    void sentAgainCompressedOrThroughTheOtherDoorIsStoredOnce() throws Exception {
        assertThat(cluster.otlpHttp().post(body).status()).isEqualTo(200);
        assertThat(cluster.otlpHttp()
                        .post(Requests.gzip(body), OtlpHttp.PROTOBUF, "gzip")
                        .status())
                .isEqualTo(200);
        assertThat(cluster.otlpHttp()
                        .post(Zstd.compress(body), OtlpHttp.PROTOBUF, "zstd")
                        .status())
                .isEqualTo(200);
        try (OtlpGrpc grpc = cluster.otlpGrpc()) {
            assertThat(ExportTraceServiceResponse.parseFrom(grpc.export(body, "gzip")))
                    .isEqualTo(ExportTraceServiceResponse.getDefaultInstance());
        }
        assertStoredOnce();
    }

    @Test
    void sentManyTimesAtOnceIsStoredOnce() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(8);
        try {
            Callable<Answer> send = () -> cluster.otlpHttp().post(body);
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                answers.add(senders.submit(send));
            }
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
        } finally {
            senders.shutdownNow();
        }
        assertStoredOnce();
    }

    private void assertStoredOnce() {
        List<OtlpSpan> sent = OtlpSpan.listOf(request);
        SpanSets.assertSame(
                cluster.storageApi().traces(sent.stream().map(OtlpSpan::traceId).toList()), sent);
    }
}

package dev.quipu.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.rpc.RetryInfo;
import dev.quipu.collector.CollectorApplication;
import dev.quipu.collector.Otlp;
import dev.quipu.collector.StorageStandIn;
import dev.quipu.model.Signal;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.collector.profiles.v1development.ProfilesServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every rule of the OTLP specification's "OTLP/gRPC" at the running service, by gRPC's own Java client. */
@QuarkusTest
@QuarkusTestResource(CollectorApplication.class)
class OtlpGrpcDoorIT {

    private final StorageStandIn storage = CollectorApplication.Storage.STAND_IN;
    private ManagedChannel channel;
    private TraceServiceGrpc.TraceServiceBlockingStub traces;

    @BeforeEach
    void call() {
        storage.clear();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", CollectorApplication.GRPC_PORT)
                .usePlaintext()
                .build();
        traces = TraceServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void hangUp() {
        channel.shutdownNow();
    }

    @Test
    void acknowledgesSpans() {
        assertThat(traces.export(Otlp.request(10)).hasPartialSuccess()).isFalse();
        assertThat(storage.records()).isEqualTo(10);
    }

    @Test
    void acknowledgesLogRecords() {
        assertThat(LogsServiceGrpc.newBlockingStub(channel)
                        .export(Otlp.logs(10))
                        .hasPartialSuccess())
                .isFalse();
        assertThat(storage.heads()).allMatch(head -> head.signal() == Signal.LOGS);
        assertThat(storage.records()).isEqualTo(10);
    }

    @Test
    void acknowledgesPoints() {
        assertThat(MetricsServiceGrpc.newBlockingStub(channel)
                        .export(Otlp.metrics(10))
                        .hasPartialSuccess())
                .isFalse();
        assertThat(storage.heads()).allMatch(head -> head.signal() == Signal.METRICS);
        assertThat(storage.records()).isEqualTo(10);
    }

    @Test
    void takesGzip() {
        traces.withCompression("gzip").export(Otlp.request(5000));
        assertThat(storage.records()).isEqualTo(5000);
    }

    @Test
    void acknowledgesAnEmptyRequest() {
        assertThat(traces.export(ExportTraceServiceRequest.getDefaultInstance()))
                .isEqualTo(ExportTraceServiceResponse.getDefaultInstance());
    }

    @Test
    void takesManyCallsAtOnceOnOneConnection() throws Exception {
        TraceServiceGrpc.TraceServiceFutureStub stub = TraceServiceGrpc.newFutureStub(channel);
        List<Future<ExportTraceServiceResponse>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            calls.add(stub.export(Otlp.request(100)));
        }
        for (Future<ExportTraceServiceResponse> call : calls) {
            call.get(30, TimeUnit.SECONDS);
        }
        assertThat(storage.records()).isEqualTo(20_000);
    }

    @Test
    void tellsRejectedSpansAsPartialSuccess() {
        ExportTraceServiceResponse response = traces.export(Otlp.of(List.of(
                Otlp.span().build(),
                Otlp.span().setSpanId(ByteString.copyFrom(new byte[3])).build())));
        assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
        assertThat(response.getPartialSuccess().getErrorMessage()).contains("spanId");
    }

    @Test
    void refusesAnUnreadableMessage() {
        StatusRuntimeException refused = refusal(new byte[] {10, 127});
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.getStatus().getDescription()).isNotEmpty();
    }

    @Test
    void refusesATooLargeMessageForEver() {
        StatusRuntimeException refused = refusal(new byte[21 << 20]);
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(StatusProto.fromThrowable(refused).getDetailsList()).isEmpty();
    }

    @Test
    void refusesAGzipBomb() {
        byte[] zeros = new byte[64 << 20];
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> ClientCalls.blockingUnaryCall(
                        channel, rawExport(), CallOptions.DEFAULT.withCompression("gzip"), zeros));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void doesNotKnowOtherServices() {
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> ProfilesServiceGrpc.newBlockingStub(channel)
                        .export(ExportProfilesServiceRequest.getDefaultInstance()));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void readsTheTenantFromMetadata() {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("quipu-tenant", Metadata.ASCII_STRING_MARSHALLER), "blue");
        traces.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
                .export(Otlp.request(2));
        assertThat(storage.heads()).extracting(head -> head.tenant()).containsExactly("blue");
    }

    @Test
    void asksToComeAgainWhenStorageSaysNothing() throws Exception {
        StorageStandIn silent = new StorageStandIn(0);
        java.util.concurrent.CountDownLatch released = new java.util.concurrent.CountDownLatch(1);
        silent.meet(StorageStandIn.until(released));
        try (TestCollector collector = new TestCollector(
                silent,
                java.util.Map.of("quipu.collector.ack-timeout", "300MS", "quipu.collector.retry-after", "3S"))) {
            ManagedChannel other = NettyChannelBuilder.forAddress("127.0.0.1", collector.grpcPort())
                    .usePlaintext()
                    .build();
            StatusRuntimeException refused = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> TraceServiceGrpc.newBlockingStub(other).export(Otlp.request(1)));
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            RetryInfo retry = StatusProto.fromThrowable(refused).getDetails(0).unpack(RetryInfo.class);
            assertThat(retry.getRetryDelay().getSeconds()).isEqualTo(3);
            other.shutdownNow();
        } finally {
            released.countDown();
            silent.close();
        }
    }

    private StatusRuntimeException refusal(byte[] message) {
        return catchThrowableOfType(
                StatusRuntimeException.class,
                () -> ClientCalls.blockingUnaryCall(channel, rawExport(), CallOptions.DEFAULT, message));
    }

    private static MethodDescriptor<byte[], byte[]> rawExport() {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setFullMethodName("opentelemetry.proto.collector.trace.v1.TraceService/Export")
                .setType(MethodDescriptor.MethodType.UNARY)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] bytes) {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public byte[] parse(InputStream in) {
            try {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

package dev.quipu.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SequencedGrpcTest extends TraceServiceGrpc.TraceServiceImplBase implements ServerInterceptor {

    private final List<String> sequences = new CopyOnWriteArrayList<>();
    private Server server;

    @BeforeEach
    void open() throws Exception {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(this)
                .intercept(this)
                .build()
                .start();
    }

    @AfterEach
    void close() {
        server.shutdownNow();
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        sequences.add(headers.get(Metadata.Key.of(ProducerHeaders.SEQUENCE, Metadata.ASCII_STRING_MARSHALLER)));
        return next.startCall(call, headers);
    }

    @Override
    public void export(ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> answer) {
        answer.onNext(ExportTraceServiceResponse.getDefaultInstance());
        answer.onCompleted();
    }

    @Test
    void theNumberIsMetadata() {
        var exporter = SequencedSpanExporter.create(
                OtlpGrpcSpanExporter.builder().setEndpoint("http://127.0.0.1:" + server.getPort()));
        try (var provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build()) {
            for (int i = 0; i < 3; i++) {
                provider.get("test").spanBuilder("op").startSpan().end();
            }
            provider.forceFlush().join(10, TimeUnit.SECONDS);
        }
        assertThat(sequences).containsExactly("1", "2", "3");
    }
}

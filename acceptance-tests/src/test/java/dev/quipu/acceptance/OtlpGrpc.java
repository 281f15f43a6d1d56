package dev.quipu.acceptance;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** The collector's OTLP/gRPC door, given messages as bytes. */
final class OtlpGrpc implements AutoCloseable {

    private static final MethodDescriptor<byte[], byte[]> EXPORT =
            unary("opentelemetry.proto.collector.trace.v1.TraceService/Export");

    private final ManagedChannel channel;

    OtlpGrpc(int port) {
        this.channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    /** A call of one message for one. */
    static MethodDescriptor<byte[], byte[]> unary(String method) {
        return MethodDescriptor.newBuilder(new Bytes(), new Bytes())
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(method)
                .build();
    }

    /** @throws io.grpc.StatusRuntimeException when the call was not answered OK */
    byte[] export(byte[] request, String compressor) {
        CallOptions options =
                CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS).withCompression(compressor);
        return ClientCalls.blockingUnaryCall(channel, EXPORT, options, request);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

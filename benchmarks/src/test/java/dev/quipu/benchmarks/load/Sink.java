package dev.quipu.benchmarks.load;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import zipkin2.codec.SpanBytesDecoder;

/** A door that keeps what it gets, and can be told to turn the first requests away. */
final class Sink implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final List<byte[]> bodies = new ArrayList<>();
    private final int port;
    private int failures;
    private int failureStatus;
    private long rejected;

    Sink() {
        port = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The first requests get that status. */
    synchronized Sink failing(int requests, int status) {
        failures = requests;
        failureStatus = status;
        return this;
    }

    /** Each request has that many spans rejected. */
    synchronized Sink rejecting(long spans) {
        rejected = spans;
        return this;
    }

    synchronized List<byte[]> bodies() {
        return List.copyOf(bodies);
    }

    static int otlpSpans(byte[] body) {
        try {
            return ExportTraceServiceRequest.parseFrom(body)
                    .getResourceSpans(0)
                    .getScopeSpans(0)
                    .getSpansCount();
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int zipkinSpans(byte[] body) {
        return SpanBytesDecoder.PROTO3.decodeList(body).size();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private synchronized void answer(HttpServerRequest request, Buffer body) {
        boolean grpc = "application/grpc".equals(request.getHeader("content-type"));
        byte[] message = grpc ? unframed(body.getBytes()) : body.getBytes();
        boolean gzip = "gzip".equals(request.getHeader(grpc ? "grpc-encoding" : "content-encoding"));
        bodies.add(gzip ? inflated(message) : message);
        HttpServerResponse response = request.response();
        if (failures-- > 0) {
            response.setStatusCode(failureStatus).putHeader("retry-after", "0").end();
            return;
        }
        byte[] answer = rejected == 0
                ? new byte[0]
                : ExportTraceServiceResponse.newBuilder()
                        .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                                .setRejectedSpans(rejected)
                                .setErrorMessage("too old"))
                        .build()
                        .toByteArray();
        if (grpc) {
            response.setChunked(true).putTrailer("grpc-status", "0");
            response.end(Buffer.buffer()
                    .appendByte((byte) 0)
                    .appendInt(answer.length)
                    .appendBytes(answer));
        } else {
            response.end(Buffer.buffer(answer));
        }
    }

    private static byte[] unframed(byte[] framed) {
        ByteBuffer frame = ByteBuffer.wrap(framed, 1, framed.length - 1);
        byte[] message = new byte[frame.getInt()];
        frame.get(message);
        if (frame.hasRemaining()) {
            throw new IllegalStateException("gRPC: expected one message, got " + frame.remaining() + " more bytes");
        }
        return message;
    }

    private static byte[] inflated(byte[] compressed) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

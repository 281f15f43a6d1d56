package dev.quipu.collector.api;

import dev.quipu.collector.intake.Answer;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The body of a unary gRPC call: exactly one message (gRPC over HTTP2, "Length-Prefixed-Message").
 *
 * <pre>
 * compressed(1) length(4, big-endian) message(length)
 * </pre>
 */
final class GrpcMessageBody implements BodySink {

    private static final int PREFIX_BYTES = 5;

    private final ContentCoding coding;
    private final BodyBytes target;
    private final long maxWireBytes;
    private final byte[] prefix = new byte[PREFIX_BYTES];
    private int prefixBytes;
    private long missingBytes;
    private @Nullable CodedBody message;

    GrpcMessageBody(ContentCoding coding, BodyBytes target, long maxWireBytes) {
        this.coding = coding;
        this.target = target;
        this.maxWireBytes = maxWireBytes;
    }

    @Override
    public boolean heavy() {
        return coding != ContentCoding.IDENTITY;
    }

    @Override
    public boolean endsHeavily() {
        return heavy();
    }

    @Override
    public void accept(Buffer chunk) throws RequestRefused {
        int from = Math.min(PREFIX_BYTES - prefixBytes, chunk.length());
        chunk.getBytes(0, from, prefix, prefixBytes);
        prefixBytes += from;
        if (prefixBytes < PREFIX_BYTES) {
            return;
        }
        if (message == null) {
            message = begin();
        }
        missingBytes -= chunk.length() - from;
        if (missingBytes < 0) {
            throw malformed("one message", "more bytes behind it");
        }
        message.accept(chunk, from);
    }

    private CodedBody begin() throws RequestRefused {
        missingBytes = Buffer.buffer(prefix).getUnsignedInt(1);
        if (missingBytes > maxWireBytes) {
            throw CodedBody.tooLarge(maxWireBytes);
        }
        return switch (prefix[0]) {
            case 0 -> new CodedBody(ContentCoding.IDENTITY, target, maxWireBytes);
            case 1 -> {
                if (coding == ContentCoding.IDENTITY) {
                    throw malformed("grpc-encoding to name the coding of a compressed message", "none");
                }
                yield new CodedBody(coding, target, maxWireBytes);
            }
            default -> throw malformed("0 or 1 as the compressed flag", String.valueOf(prefix[0]));
        };
    }

    @Override
    public void end() throws RequestRefused {
        if (message == null || missingBytes > 0) {
            throw malformed("one whole message", message == null ? "none" : missingBytes + " bytes too few");
        }
        message.end();
    }

    @Override
    public void close() {
        if (message != null) {
            message.close();
        }
    }

    private static RequestRefused malformed(String expected, String got) {
        return new RequestRefused(Answer.unreadable("message: expected " + expected + ", got " + got));
    }
}

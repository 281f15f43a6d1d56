package dev.quipu.collector.api;

import com.github.luben.zstd.Zstd;
import dev.quipu.collector.intake.FuzzReservations;
import dev.quipu.fuzzing.Expectation;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.xerial.snappy.Snappy;

/**
 * Bodies under the content codings. The first byte says how long the pieces are in which a body arrives: what comes of
 * it may not depend on them. What follows is both a body to decode, and content to encode and get back.
 */
public final class FuzzBodies {

    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_IN_FLIGHT = 3 << 20;
    private static final BodyPieces PIECES = new BodyPieces(1 << 20);

    private FuzzBodies() {}

    public static void gzip(byte[] input) throws IOException {
        take(input, target -> new CodedBody(ContentCoding.GZIP, target, MAX_BYTES));
        take(input, target -> new CodedBody(ContentCoding.DEFLATE, target, MAX_BYTES));
        byte[] content = content(input);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(content);
        }
        givesBack(content, gzip.toByteArray(), target -> new CodedBody(ContentCoding.GZIP, target, MAX_BYTES));
        ByteArrayOutputStream deflate = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflate)) {
            out.write(content);
        }
        givesBack(content, deflate.toByteArray(), target -> new CodedBody(ContentCoding.DEFLATE, target, MAX_BYTES));
    }

    public static void zstd(byte[] input) {
        take(input, target -> new CodedBody(ContentCoding.ZSTD, target, MAX_BYTES));
        byte[] content = content(input);
        givesBack(content, Zstd.compress(content), target -> new CodedBody(ContentCoding.ZSTD, target, MAX_BYTES));
    }

    public static void snappy(byte[] input) throws IOException {
        take(input, target -> new SnappyBody(target, MAX_BYTES));
        for (ContentCoding coding : ContentCoding.values()) {
            take(input, target -> new GrpcMessageBody(coding, target, MAX_BYTES));
        }
        byte[] content = content(input);
        givesBack(content, Snappy.compress(content), target -> new SnappyBody(target, MAX_BYTES));
    }

    private static byte[] content(byte[] input) {
        return input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
    }

    private static void take(byte[] input, Function<BodyBytes, BodySink> sinks) {
        byte[] body = content(input);
        int piece = input.length == 0 ? 1 : 1 + (input[0] & 0xff);
        Optional<Buffer> whole = decode(body, Math.max(1, body.length), sinks);
        Optional<Buffer> pieces = decode(body, piece, sinks);
        Expectation.equal("the body in pieces of " + piece, whole, pieces);
    }

    private static void givesBack(byte[] content, byte[] body, Function<BodyBytes, BodySink> sinks) {
        Expectation.equal("the content", Optional.of(Buffer.buffer(content)), decode(body, 7, sinks));
    }

    /** Empty when it is refused. */
    private static Optional<Buffer> decode(byte[] body, int piece, Function<BodyBytes, BodySink> sinks) {
        BodyBytes target = new BodyBytes(FuzzReservations.of(MAX_IN_FLIGHT), PIECES, MAX_BYTES, 0);
        BodySink sink = sinks.apply(target);
        try {
            for (int from = 0; from < body.length; from += piece) {
                sink.accept(Buffer.buffer(Arrays.copyOfRange(body, from, Math.min(body.length, from + piece))));
            }
            sink.end();
            Expectation.holds("at most so many bytes as are allowed", target.length() <= MAX_BYTES);
            return Optional.of(Buffer.buffer(Arrays.copyOf(target.array(), target.length())));
        } catch (RequestRefused e) {
            return Optional.empty();
        } finally {
            sink.close();
        }
    }
}

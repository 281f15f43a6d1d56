package dev.quipu.collector.api;

import dev.quipu.collector.intake.Answer;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A body under one content coding; holds no more than so many bytes as sent, nor more than the target takes inflated. */
final class CodedBody implements BodySink {

    private final BodyBytes target;
    private final long maxWireBytes;
    private final @Nullable ContentDecoder decoder;
    private long wireBytes;

    CodedBody(ContentCoding coding, BodyBytes target, long maxWireBytes) {
        this.target = target;
        this.maxWireBytes = maxWireBytes;
        this.decoder = coding == ContentCoding.IDENTITY ? null : coding.decoder();
    }

    @Override
    public boolean heavy() {
        return decoder != null;
    }

    /** Its pieces are put together then. */
    @Override
    public boolean endsHeavily() {
        return heavy();
    }

    @Override
    public void accept(Buffer chunk) throws RequestRefused {
        accept(chunk, 0);
    }

    void accept(Buffer chunk, int from) throws RequestRefused {
        wireBytes += chunk.length() - from;
        if (wireBytes > maxWireBytes) {
            throw tooLarge(maxWireBytes);
        }
        if (decoder == null) {
            target.append(chunk, from);
        } else {
            decoder.decode(chunk.getBytes(from, chunk.length()), target);
        }
    }

    @Override
    public void end() throws RequestRefused {
        if (decoder != null) {
            decoder.finish();
        }
        target.whole();
    }

    @Override
    public void close() {
        if (decoder != null) {
            decoder.close();
        }
        target.close();
    }

    static RequestRefused tooLarge(long maxWireBytes) {
        return new RequestRefused(
                Answer.tooLarge("body: expected at most " + maxWireBytes + " bytes as sent, got more"));
    }
}

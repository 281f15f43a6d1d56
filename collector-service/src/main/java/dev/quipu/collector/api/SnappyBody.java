package dev.quipu.collector.api;

import dev.quipu.collector.intake.Answer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.compression.Snappy;
import io.vertx.core.buffer.Buffer;

/**
 * A body that is one block of Snappy (google/snappy, "format_description.txt"). A block says first how long it is
 * inflated: that is held against the limit, against what so many bytes can hold at all, and against the bytes in
 * flight before any of it is allocated.
 */
final class SnappyBody implements BodySink {

    /** A copy takes three bytes and gives 64; five more for the length. */
    private static final long MAX_RATIO = 22;

    private static final int MAX_LENGTH_BYTES = 5;

    private final BodyBytes target;
    private final BodyBytes block;
    private final long maxWireBytes;

    SnappyBody(BodyBytes target, long maxWireBytes) {
        this.target = target;
        this.block = target.beside(0);
        this.maxWireBytes = maxWireBytes;
    }

    @Override
    public boolean heavy() {
        return false;
    }

    @Override
    public boolean endsHeavily() {
        return true;
    }

    @Override
    public void accept(Buffer chunk) throws RequestRefused {
        if (block.length() + (long) chunk.length() > maxWireBytes) {
            throw CodedBody.tooLarge(maxWireBytes);
        }
        block.append(chunk, 0);
    }

    @Override
    public void end() throws RequestRefused {
        block.whole();
        int inflated = inflatedBytes();
        target.prepare(inflated);
        ByteBuf out = Unpooled.wrappedBuffer(target.array()).setIndex(0, 0);
        ByteBuf in = Unpooled.wrappedBuffer(block.array(), 0, block.length());
        try {
            new Snappy().decode(in, out);
        } catch (DecompressionException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw unreadable("literals and copies within its length", "others");
        }
        if (out.writerIndex() != inflated || in.isReadable()) {
            throw unreadable(inflated + " bytes", out.writerIndex() + " before its end");
        }
        target.wrote(inflated);
        target.keepOnly();
    }

    private int inflatedBytes() throws RequestRefused {
        long length = 0;
        for (int i = 0; i < Math.min(MAX_LENGTH_BYTES, block.length()); i++) {
            byte next = block.array()[i];
            length |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                if (length > MAX_RATIO * block.length()) {
                    throw unreadable("a length that " + block.length() + " bytes can hold", String.valueOf(length));
                }
                return (int) length;
            }
        }
        throw unreadable("a length of at most 5 bytes at its begin", "none");
    }

    private static RequestRefused unreadable(String expected, String got) {
        return new RequestRefused(Answer.unreadable("snappy: expected a block with " + expected + ", got " + got));
    }

    @Override
    public void close() {
        block.close();
    }
}

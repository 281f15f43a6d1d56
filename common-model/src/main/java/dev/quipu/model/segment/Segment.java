package dev.quipu.model.segment;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A segment as it travels: head, membership filter and body in one frame.
 *
 * <pre>
 * frame := "QPU1", head, filter, body          part := int length, int CRC32C, bytes
 * </pre>
 *
 * <p>The arrays are shared, not copied: whoever holds a segment leaves them alone.
 */
public record Segment(SegmentHead head, byte[] headBytes, byte[] filter, byte[] body) {

    /** The media type of a frame. */
    public static final String MEDIA_TYPE = "application/vnd.quipu.segment";

    private static final int MAGIC = 'Q' | 'P' << 8 | 'U' << 16 | '1' << 24;
    private static final int PREFIX = 2 * Integer.BYTES;

    /**
     * Takes a frame apart and verifies every byte of it.
     *
     * @throws SegmentFormatException naming the part that is not as it should be
     */
    public static Segment parse(byte[] frame) {
        ByteSource in = new ByteSource("frame", frame);
        int magic = in.readInt();
        if (magic != MAGIC) {
            throw in.malformed("QPU1", Integer.toHexString(magic));
        }
        byte[] headBytes = readPart(in, "head");
        byte[] filter = readPart(in, "filter");
        byte[] body = readPart(in, "body");
        if (in.remaining() > 0) {
            throw in.malformed("the end", in.remaining() + " more bytes");
        }
        return of(SegmentHead.parse(headBytes), headBytes, filter, body);
    }

    /**
     * Puts together parts that were kept apart.
     *
     * @throws SegmentFormatException when their lengths are not those that the head states
     */
    public static Segment of(SegmentHead head, byte[] headBytes, byte[] filter, byte[] body) {
        if (filter.length != head.filterBlocks() * MembershipFilter.BLOCK_BYTES) {
            throw new SegmentFormatException("filter", head.filterBlocks() + " blocks", filter.length + " bytes");
        }
        if (body.length != head.bodyLength()) {
            throw new SegmentFormatException("body", head.bodyLength() + " bytes", body.length + " bytes");
        }
        return new Segment(head, headBytes, filter, body);
    }

    private static byte[] readPart(ByteSource in, String part) {
        int length = in.readInt();
        int crc = in.readInt();
        int begin = in.take(length);
        int found = crc(in.buffer(), begin, length);
        if (crc != found) {
            throw new SegmentFormatException(part, "CRC32C " + Integer.toHexString(crc), Integer.toHexString(found));
        }
        return Arrays.copyOfRange(in.buffer(), begin, begin + length);
    }

    /** The frame. */
    public byte[] toBytes() {
        return frame(headBytes, filter, 0, filter.length, body, body.length);
    }

    static byte[] frame(byte[] head, byte[] filter, int filterFrom, int filterLength, byte[] body, int bodyLength) {
        ByteSink out = new ByteSink(Integer.BYTES + 3 * PREFIX + head.length + filterLength + bodyLength);
        out.writeInt(MAGIC);
        writePart(out, head, 0, head.length);
        writePart(out, filter, filterFrom, filterLength);
        writePart(out, body, 0, bodyLength);
        return out.size() == out.buffer().length ? out.buffer() : out.toBytes();
    }

    private static void writePart(ByteSink out, byte[] bytes, int offset, int length) {
        out.writeInt(length);
        out.writeInt(crc(bytes, offset, length));
        out.writeBytes(bytes, offset, length);
    }

    static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** By identity of content, as the head's id names it. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Segment that && head.id().equals(that.head.id());
    }

    @Override
    public int hashCode() {
        return head.id().hashCode();
    }

    @Override
    public String toString() {
        return "Segment[" + head.id() + ", " + head.recordCount() + " records]";
    }
}

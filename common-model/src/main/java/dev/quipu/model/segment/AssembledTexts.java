package dev.quipu.model.segment;

/** Texts that are put together one after the other, in exactly as many bytes as were promised. */
final class AssembledTexts {

    private final String part;
    private final byte[] bytes;
    private int used;

    /** @param part named in errors */
    AssembledTexts(String part, int bytes) {
        this.part = part;
        this.bytes = new byte[bytes];
    }

    /** Where the next text begins. */
    int used() {
        return used;
    }

    void append(byte[] from, int offset, int length) {
        require(length);
        System.arraycopy(from, offset, bytes, used, length);
        used += length;
    }

    /** @param width how many digits, leading zeros counted */
    void appendNumber(long value, int width) {
        require(width);
        long rest = value;
        for (int at = used + width - 1; at >= used; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        used += width;
    }

    private void require(int more) {
        if (more > bytes.length - used) {
            throw new SegmentFormatException(part, bytes.length + " bytes of text", "more");
        }
    }

    /** All of them, when they are as long as was promised. */
    byte[] finish() {
        if (used != bytes.length) {
            throw new SegmentFormatException(part, bytes.length + " bytes of text", Integer.toString(used));
        }
        return bytes;
    }
}

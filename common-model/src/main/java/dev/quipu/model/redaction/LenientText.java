package dev.quipu.model.redaction;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Bytes as UTF-8 text and back, the very bytes again. One that is no UTF-8 becomes a lone low surrogate, {@code U+DC80}
 * and up, which UTF-8 itself never has: it hides nothing of what stands beside it. Readers of records see the same text
 * with replacement characters in those places.
 */
final class LenientText {

    private static final char REPLACEMENT = '\ufffd';
    private static final int ESCAPED = 0xdc00;

    private LenientText() {}

    static String of(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : escaped(ByteBuffer.wrap(bytes, offset, length));
    }

    private static String escaped(ByteBuffer bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        CoderResult result = decoder.decode(bytes, text, true);
        while (result.isError()) {
            for (int i = result.length(); i > 0; i--) {
                text.put((char) (ESCAPED | bytes.get() & 0xff));
            }
            result = decoder.reset().decode(bytes, text, true);
        }
        return text.flip().toString();
    }

    static byte[] bytes(String text) {
        int next = escapedFrom(text, 0);
        if (next == text.length()) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 16);
        int from = 0;
        while (from < text.length()) {
            bytes.writeBytes(text.substring(from, next).getBytes(StandardCharsets.UTF_8));
            from = next;
            while (from < text.length() && Character.isLowSurrogate(text.charAt(from))) {
                bytes.write(text.charAt(from));
                from++;
            }
            next = escapedFrom(text, from);
        }
        return bytes.toByteArray();
    }

    /** The first lone low surrogate from a place on, or the text's length. */
    private static int escapedFrom(String text, int from) {
        int i = from;
        while (i < text.length() && !Character.isLowSurrogate(text.charAt(i))) {
            i += Character.isHighSurrogate(text.charAt(i)) ? 2 : 1;
        }
        return Math.min(i, text.length());
    }
}

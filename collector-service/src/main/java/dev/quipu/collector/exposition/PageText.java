package dev.quipu.collector.exposition;

import dev.quipu.collector.prometheus.Utf8Check;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Whether a page is text at all, and where it is not. */
final class PageText {

    private PageText() {}

    /** Position of the first byte that is not UTF-8; -1 when there is none. */
    static int firstBadByte(byte[] page, int length) {
        if (Utf8Check.isValid(page, 0, length)) {
            return -1;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(page, 0, length);
        CharBuffer out = CharBuffer.allocate(4096);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isOverflow()) {
                return in.position();
            }
            out.clear();
        }
    }

    /** Number of the line, from 1, that the position is in. */
    static int lineOf(byte[] page, int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            line += page[i] == '\n' ? 1 : 0;
        }
        return line;
    }
}

package dev.quipu.model.segment;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Whether bytes are UTF-8. */
final class Utf8 {

    private Utf8() {}

    static boolean isValid(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] < 0) {
                return decodes(ByteBuffer.wrap(bytes, i, offset + length - i));
            }
        }
        return true;
    }

    private static boolean decodes(ByteBuffer rest) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(rest);
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}

package dev.quipu.model.segment;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The values of one place of a template, text by text, as {@link TemplateWriter} laid them out. */
abstract class TemplateColumn {

    private TemplateColumn() {}

    /** Appends the value of the next text. */
    abstract void appendNext(AssembledTexts to);

    /** False only when no value has it in it. */
    abstract boolean mayHold(TextRun run);

    /** @param kind one of {@link TextShape}'s */
    static TemplateColumn read(int kind, String part, ByteSource in, int count, int maxBytes) {
        return switch (kind) {
            case TextShape.NUMBER -> new Numbers(part, in, count);
            case TextShape.HEX -> new Hexadecimal(part, in, count, maxBytes);
            default -> new Mixed(readBlock(part, in, count, maxBytes));
        };
    }

    /**
     * @param values that it holds at the most, each with a length or a code
     * @param maxBytes of all values together
     */
    static ByteSource readBlock(String part, ByteSource in, int values, int maxBytes) {
        long most = 16 + 10L * values + maxBytes;
        int length = in.readCount("a length", (int) Math.min(most, Integer.MAX_VALUE));
        return new ByteSource(part, Chunks.readCompressed(part, in, length));
    }

    /** Any values: {@code varint length, bytes} of each. */
    static final class Mixed extends TemplateColumn {
        private final ByteSource values;

        Mixed(ByteSource values) {
            this.values = values;
        }

        @Override
        void appendNext(AssembledTexts to) {
            int length = values.readCount("a value length");
            to.append(values.buffer(), values.take(length), length);
        }

        @Override
        boolean mayHold(TextRun run) {
            return run.isIn(values.buffer(), values.position(), values.remaining());
        }
    }

    private static final class Numbers extends TemplateColumn {
        private final String part;
        private final long[] values;
        private final long[] widths;
        private int next;

        Numbers(String part, ByteSource in, int count) {
            this.part = part;
            int mode = in.readByte();
            switch (mode) {
                case TemplateWriter.SHORTEST -> widths = new long[count];
                case TemplateWriter.ONE_WIDTH -> {
                    widths = new long[count];
                    Arrays.fill(widths, in.readByte());
                }
                case TemplateWriter.WIDTHS -> widths = NumberChunk.read(part, in, count);
                default -> throw in.malformed("a mode of 0 to 2", Integer.toString(mode));
            }
            values = NumberChunk.read(part, in, count);
        }

        @Override
        void appendNext(AssembledTexts to) {
            long value = values[next];
            long width = widths[next++];
            int digits = digits(value);
            if (value < 0 || width != 0 && (width < digits || width > TextShape.MAX_DIGITS)) {
                throw new SegmentFormatException(part, "a number of " + width + " digits", Long.toString(value));
            }
            to.appendNumber(value, width == 0 ? digits : (int) width);
        }

        private static int digits(long value) {
            int digits = 1;
            for (long rest = value; rest >= 10; rest /= 10) {
                digits++;
            }
            return digits;
        }

        @Override
        boolean mayHold(TextRun run) {
            if (!run.isNumber()) {
                return false;
            }
            long wanted = run.number();
            for (int i = 0; i < values.length; i++) {
                if (values[i] == wanted && run.width() == (widths[i] == 0 ? digits(wanted) : widths[i])) {
                    return true;
                }
            }
            return false;
        }
    }

    private static final class Hexadecimal extends TemplateColumn {
        private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

        private final long[] lengths;
        private final byte[] bytes;
        private int next;
        private int used;

        Hexadecimal(String part, ByteSource in, int count, int maxBytes) {
            lengths = NumberChunk.read(part, in, count);
            long total = 0;
            for (long length : lengths) {
                if (length < 0 || length > maxBytes) {
                    throw in.malformed("a length of 0 to " + maxBytes, Long.toString(length));
                }
                total += length;
            }
            if (2 * total > maxBytes) {
                throw in.malformed("at most " + maxBytes + " digits", Long.toString(2 * total));
            }
            bytes = Chunks.readCompressed(part, in, (int) total);
        }

        @Override
        void appendNext(AssembledTexts to) {
            int length = (int) lengths[next++];
            byte[] digits = new byte[2 * length];
            for (int i = 0; i < length; i++) {
                int value = bytes[used++];
                digits[2 * i] = DIGITS[value >> 4 & 0xf];
                digits[2 * i + 1] = DIGITS[value & 0xf];
            }
            to.append(digits, 0, digits.length);
        }

        @Override
        boolean mayHold(TextRun run) {
            byte[] wanted = run.packedHex();
            int begin = 0;
            for (long length : lengths) {
                int end = begin + (int) length;
                if (length > 0 && Arrays.equals(bytes, begin, end, wanted, 0, wanted.length)) {
                    return true;
                }
                begin = end;
            }
            return false;
        }
    }
}

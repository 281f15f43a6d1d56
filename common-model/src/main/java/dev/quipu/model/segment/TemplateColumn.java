package dev.quipu.model.segment;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The values of one place of a template, text by text, as {@link TemplateWriter} laid them out. */
abstract class TemplateColumn {

    private TemplateColumn() {}

    /** Appends the value of the next text. */
    abstract void appendNext(AssembledTexts to);

    /** False only when no value has it in it. */
    abstract boolean mayHold(TextRun run);

    /** Where a column's bytes are. */
    record Source(String part, ByteSource in, int maxBytes) {

        /** @param values that it holds at the most, each with a length or a code */
        LazyBlock block(int values) {
            long most = 16 + 10L * values + maxBytes;
            int length = in.readCount("a length", (int) Math.min(most, Integer.MAX_VALUE));
            return new LazyBlock(part, CompressedBytes.read(part, in, length));
        }
    }

    /** Bytes that are decompressed when they are first looked at. */
    static final class LazyBlock {
        private final String part;
        private final CompressedBytes bytes;
        private @Nullable ByteSource opened;

        LazyBlock(String part, CompressedBytes bytes) {
            this.part = part;
            this.bytes = bytes;
        }

        ByteSource open() {
            ByteSource known = opened;
            if (known == null) {
                known = new ByteSource(part, bytes.restore());
                opened = known;
            }
            return known;
        }

        /** The bytes once more, from their beginning. */
        ByteSource again() {
            return new ByteSource(part, open().buffer());
        }
    }

    /**
     * @param kind one of {@link TextShape}'s
     * @param isWhole the value is all of the text
     */
    static TemplateColumn read(int kind, boolean isWhole, Source source, int count) {
        return switch (kind) {
            case TextShape.NUMBER -> new Numbers(source.part(), source.in(), count);
            case TextShape.HEX -> new Hexadecimal(source, count);
            default -> new Mixed(source.block(count), isWhole);
        };
    }

    /** Any values: {@code varint length, bytes} of each. */
    static final class Mixed extends TemplateColumn {
        private final LazyBlock values;
        private final boolean mayBeNumbers;

        Mixed(LazyBlock values, boolean mayBeNumbers) {
            this.values = values;
            this.mayBeNumbers = mayBeNumbers;
        }

        @Override
        void appendNext(AssembledTexts to) {
            ByteSource in = values.open();
            int length = in.readCount("a value length");
            to.append(in.buffer(), in.take(length), length);
        }

        @Override
        boolean mayHold(TextRun run) {
            if (run.isNumber() && !mayBeNumbers) {
                return false;
            }
            ByteSource in = values.again();
            while (in.remaining() > 0) {
                int length = in.readCount("a value length");
                int begin = in.take(length);
                if (length >= run.width() && run.isIn(in.buffer(), begin, length)) {
                    return true;
                }
            }
            return false;
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

    /** Numbers of rare templates, those of as many digits together. */
    static final class ByWidth extends TemplateColumn {
        private final String part;
        private final long[] widths;
        private final long[][] ofWidth = new long[TextShape.MAX_DIGITS + 1][];
        private final int[] nextOfWidth = new int[ofWidth.length];
        private int next;

        ByWidth(String part, ByteSource in, int maxNumbers) {
            this.part = part;
            int count = in.readCount("numbers", maxNumbers);
            widths = count == 0 ? new long[0] : NumberChunk.read(part, in, count);
            int[] counts = new int[ofWidth.length];
            for (long width : widths) {
                if (width < 1 || width > TextShape.MAX_DIGITS) {
                    throw in.malformed("1 to " + TextShape.MAX_DIGITS + " digits", Long.toString(width));
                }
                counts[(int) width]++;
            }
            for (int width = 0; width < ofWidth.length; width++) {
                ofWidth[width] = counts[width] == 0 ? new long[0] : NumberChunk.read(part, in, counts[width]);
            }
            requireDigits(in);
        }

        private void requireDigits(ByteSource in) {
            long end = 1;
            for (int width = 1; width < ofWidth.length; width++) {
                end *= 10;
                for (long value : ofWidth[width]) {
                    if (value < 0 || value >= end) {
                        throw in.malformed("a number of " + width + " digits", Long.toString(value));
                    }
                }
            }
        }

        @Override
        void appendNext(AssembledTexts to) {
            if (next == widths.length) {
                throw new SegmentFormatException(part, "numbers for every place", widths.length + " numbers");
            }
            int width = (int) widths[next++];
            to.appendNumber(ofWidth[width][nextOfWidth[width]++], width);
        }

        @Override
        boolean mayHold(TextRun run) {
            if (!run.isNumber()) {
                return false;
            }
            long wanted = run.number();
            for (long value : ofWidth[run.width()]) {
                if (value == wanted) {
                    return true;
                }
            }
            return false;
        }
    }

    private static final class Hexadecimal extends TemplateColumn {
        private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

        private final long[] lengths;
        private final CompressedBytes compressed;
        private byte[] restored = new byte[0];
        private int next;
        private int used;

        Hexadecimal(Source source, int count) {
            ByteSource in = source.in();
            int maxBytes = source.maxBytes();
            lengths = NumberChunk.read(source.part(), in, count);
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
            compressed = CompressedBytes.read(source.part(), in, (int) total);
        }

        private byte[] bytes() {
            if (restored.length == 0) {
                restored = compressed.restore();
            }
            return restored;
        }

        @Override
        void appendNext(AssembledTexts to) {
            byte[] bytes = bytes();
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
            if (run.isNumber() || wanted.length == 0) {
                return false;
            }
            byte[] bytes = bytes();
            int begin = 0;
            for (long length : lengths) {
                int end = begin + (int) length;
                if (Arrays.equals(bytes, begin, end, wanted, 0, wanted.length)) {
                    return true;
                }
                begin = end;
            }
            return false;
        }
    }
}

package dev.quipu.model.segment;

import java.util.Arrays;

/** Reads what {@link TemplateWriter} wrote. For one chunk; every length is checked before it is believed. */
final class TemplateReader {

    private static final byte[] HEX_DIGITS = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final String part;
    private final ByteSource in;
    private final byte[] texts;
    private final int[] ends;
    private int used;

    /**
     * @param part names the column in errors
     * @param ends to be filled with the end of each text
     * @param bytes of all texts together
     */
    TemplateReader(String part, ByteSource in, int[] ends, int bytes) {
        this.part = part;
        this.in = in;
        this.texts = new byte[bytes];
        this.ends = ends;
    }

    /** The values of one place of a template, text by text. */
    private interface Column {
        /** Appends the next value. */
        void next();
    }

    /** The bytes of all texts, one after the other. */
    byte[] read() {
        int templates = in.readCount("templates", ends.length + 1);
        ByteSource block = block(templates);
        int[] templateEnds = new int[templates];
        int end = 0;
        for (int i = 0; i < templates; i++) {
            end += block.readCount("a template length", texts.length + ends.length - end);
            templateEnds[i] = end;
        }
        byte[] template = block.buffer();
        int begin = block.take(end);
        int[] templateOf = PackedCodes.read(block(ends.length), ends.length, templates);
        ByteSource rare = block(texts.length);
        Column[][] columns = columns(templateOf, template, begin, templateEnds);
        for (int text = 0; text < ends.length; text++) {
            int number = templateOf[text];
            int from = begin + (number == 0 ? 0 : templateEnds[number - 1]);
            fill(template, from, begin + templateEnds[number], columns[number], rare);
            ends[text] = used;
        }
        if (used != texts.length) {
            throw in.malformed(texts.length + " bytes of text", Integer.toString(used));
        }
        return texts;
    }

    /** @param values that it holds at the most, each with a length or a code, and together no longer than the texts */
    private ByteSource block(int values) {
        long most = 16 + 10L * values + texts.length + ends.length;
        int length = in.readCount("a length", (int) Math.min(most, Integer.MAX_VALUE));
        return new ByteSource(part, Chunks.readCompressed(part, in, length));
    }

    private Column[][] columns(int[] templateOf, byte[] template, int begin, int[] templateEnds) {
        int[] counts = new int[templateEnds.length];
        for (int number : templateOf) {
            counts[number]++;
        }
        Column[][] columns = new Column[templateEnds.length][0];
        for (int number = 0; number < columns.length; number++) {
            if (counts[number] >= TemplateWriter.LEAST_TEXTS) {
                int from = begin + (number == 0 ? 0 : templateEnds[number - 1]);
                columns[number] = columns(template, from, begin + templateEnds[number], counts[number]);
            }
        }
        return columns;
    }

    private Column[] columns(byte[] template, int from, int to, int count) {
        Column[] places = new Column[to - from];
        int size = 0;
        for (int i = from; i < to; i++) {
            int kind = template[i] & 0xff;
            if (kind >= TextShape.MIXED) {
                places[size++] = switch (kind) {
                    case TextShape.NUMBER -> numbers(count);
                    case TextShape.HEX -> hex(count);
                    default -> {
                        ByteSource values = block(count);
                        yield () -> appendMixed(values);
                    }
                };
            }
        }
        return Arrays.copyOf(places, size);
    }

    private void fill(byte[] template, int from, int to, Column[] columns, ByteSource rare) {
        int place = 0;
        for (int i = from; i < to; i++) {
            if ((template[i] & 0xff) < TextShape.MIXED) {
                require(1);
                texts[used++] = template[i];
            } else if (columns.length > 0) {
                columns[place++].next();
            } else {
                appendMixed(rare);
            }
        }
    }

    private void require(int bytes) {
        if (bytes > texts.length - used) {
            throw in.malformed(texts.length + " bytes of text", "more");
        }
    }

    private void appendMixed(ByteSource values) {
        int length = values.readCount("a value length");
        require(length);
        System.arraycopy(values.buffer(), values.take(length), texts, used, length);
        used += length;
    }

    private Column numbers(int count) {
        int mode = in.readByte();
        long[] widths = new long[count];
        switch (mode) {
            case TemplateWriter.SHORTEST -> {}
            case TemplateWriter.ONE_WIDTH -> Arrays.fill(widths, in.readByte());
            case TemplateWriter.WIDTHS -> widths = NumberChunk.read(part, in, count);
            default -> throw in.malformed("a mode of 0 to 2", Integer.toString(mode));
        }
        long[] values = NumberChunk.read(part, in, count);
        long[] widthOf = widths;
        int[] next = new int[1];
        return () -> {
            int i = next[0]++;
            appendNumber(values[i], widthOf[i]);
        };
    }

    /** @param width 0 for as many digits as there are */
    private void appendNumber(long value, long width) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        if (value < 0 || width != 0 && (width < digits || width > TextShape.MAX_DIGITS)) {
            throw in.malformed("a number of " + width + " digits", Long.toString(value));
        }
        int length = width == 0 ? digits : (int) width;
        require(length);
        long rest = value;
        for (int at = used + length - 1; at >= used; at--) {
            texts[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        used += length;
    }

    private Column hex(int count) {
        long[] lengths = NumberChunk.read(part, in, count);
        long total = 0;
        for (long length : lengths) {
            if (length < 0 || length > texts.length) {
                throw in.malformed("a length of 0 to " + texts.length, Long.toString(length));
            }
            total += length;
        }
        if (2 * total > texts.length) {
            throw in.malformed("at most " + texts.length + " digits", Long.toString(2 * total));
        }
        byte[] bytes = Chunks.readCompressed(part, in, (int) total);
        int[] next = new int[2];
        return () -> {
            int length = (int) lengths[next[0]++];
            require(2 * length);
            for (int i = 0; i < length; i++) {
                int value = bytes[next[1]++];
                texts[used++] = HEX_DIGITS[value >> 4 & 0xf];
                texts[used++] = HEX_DIGITS[value & 0xf];
            }
        };
    }
}

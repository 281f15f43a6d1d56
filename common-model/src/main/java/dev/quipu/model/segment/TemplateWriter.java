package dev.quipu.model.segment;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Writes texts as templates and values, each place of a template that many texts share as a column of its own.
 *
 * <pre>
 * texts   := templates that are common, those that are rare, block(packed template of each text, the rare after the common),
 *            values of rare templates, column of each place of each common one
 * templates := varint t, block(t × varint length, bytes of all)
 * values  := block(those that are no NUMBER, text by text: varint length, bytes), varint n of the others,
 *            chunk of their n widths, chunk of those of one width for each width there is, from 1
 * block   := varint length, bytes compressed
 * column  := of NUMBER: byte mode (0 as short as can be, 1 all of one width, 2 of widths), width or chunk of widths,
 *            byte type (0 number, 1 sample), chunk of values
 *            of HEX: chunk of lengths in bytes, bytes of all compressed
 *            of MIXED: block(varint length, bytes of each value)
 * </pre>
 */
final class TemplateWriter {

    /** A template of fewer texts is rare: it has no columns. */
    static final int LEAST_TEXTS = 32;

    static final int SHORTEST = 0;
    static final int ONE_WIDTH = 1;
    static final int WIDTHS = 2;

    private final Compression.Compressor compressor;
    private final NumberChunk numbers;
    private final TextShape shape = new TextShape();
    private final ByteSink block = new ByteSink(1 << 16);
    private final ByteSink columns = new ByteSink(1 << 16);

    TemplateWriter(Compression.Compressor compressor, NumberChunk numbers) {
        this.compressor = compressor;
        this.numbers = numbers;
    }

    /** Texts with their templates: entry i has values {@code valueEnds[i - 1]} to {@code valueEnds[i]}. */
    private static final class Split {
        private final BytesPool templates = new BytesPool(64);
        private final int[] templateOf;
        private final int[] valueEnds;
        private final LongArray offsets = new LongArray(1024);
        private final LongArray lengths = new LongArray(1024);

        Split(int texts) {
            templateOf = new int[texts];
            valueEnds = new int[texts];
        }

        int firstValue(int text) {
            return text == 0 ? 0 : valueEnds[text - 1];
        }
    }

    /** @param references of the texts in the pool, each once, at 0 to {@code count} */
    void write(ByteSink out, BytesPool pool, int[] references, int count) {
        Split split = split(pool, references, count);
        int[][] textsOf = textsOf(split, split.templates.size());
        int[] order = commonFirst(textsOf);
        int common = (int) Arrays.stream(order)
                .filter(template -> isCommon(textsOf[template]))
                .count();
        writeTemplates(out, split.templates, order, 0, common);
        writeTemplates(out, split.templates, order, common, order.length);
        writeTemplateOf(out, split, order);
        RareValues rare = new RareValues(split, pool.bytes());
        for (int text = 0; text < count; text++) {
            if (!isCommon(textsOf[split.templateOf[text]])) {
                rare.add(text);
            }
        }
        rare.write(out);
        columns.clear();
        for (int i = 0; i < common; i++) {
            writeColumns(split, order[i], textsOf[order[i]], pool.bytes());
        }
        out.writeBytes(columns.buffer(), 0, columns.size());
    }

    /** Values of rare templates: numbers with those of as many digits, since they tell nothing else of each other. */
    private final class RareValues {
        private final Split split;
        private final byte[] bytes;
        private final ByteSink others = new ByteSink(1 << 12);
        private final LongArray widths = new LongArray(256);
        private final LongArray[] ofWidth = new LongArray[TextShape.MAX_DIGITS + 1];

        RareValues(Split split, byte[] bytes) {
            this.split = split;
            this.bytes = bytes;
            Arrays.setAll(ofWidth, width -> new LongArray(16));
        }

        void add(int text) {
            int template = split.templateOf[text];
            int value = split.firstValue(text);
            for (int i = 0; i < split.templates.length(template); i++) {
                int kind = split.templates.bytes()[split.templates.offset(template) + i] & 0xff;
                if (kind == TextShape.NUMBER) {
                    int width = (int) split.lengths.get(value);
                    widths.add(width);
                    ofWidth[width].add(number(split, value++, bytes));
                } else if (kind >= TextShape.MIXED) {
                    writeMixed(others, split, value++, bytes);
                }
            }
        }

        void write(ByteSink out) {
            writeBlock(out, others);
            out.writeVarint(widths.size());
            if (widths.size() > 0) {
                numbers.write(out, FieldType.CODE, widths.array(), 0, widths.size());
            }
            for (LongArray values : ofWidth) {
                if (values.size() > 0) {
                    numbers.writeShorter(
                            out, FieldType.NUMBER, FieldType.SAMPLE, Arrays.copyOf(values.array(), values.size()));
                }
            }
        }
    }

    private static long number(Split split, int value, byte[] bytes) {
        int offset = (int) split.offsets.get(value);
        long number = 0;
        for (int digit = 0; digit < split.lengths.get(value); digit++) {
            number = 10 * number + bytes[offset + digit] - '0';
        }
        return number;
    }

    private static boolean isCommon(int[] texts) {
        return texts.length >= LEAST_TEXTS;
    }

    private static int[] commonFirst(int[][] textsOf) {
        return IntStream.concat(
                        IntStream.range(0, textsOf.length).filter(template -> isCommon(textsOf[template])),
                        IntStream.range(0, textsOf.length).filter(template -> !isCommon(textsOf[template])))
                .toArray();
    }

    private void writeTemplateOf(ByteSink out, Split split, int[] order) {
        int[] place = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            place[order[i]] = i;
        }
        int[] placeOf =
                Arrays.stream(split.templateOf).map(template -> place[template]).toArray();
        block.clear();
        PackedCodes.write(block, placeOf, placeOf.length, order.length);
        writeBlock(out, block);
    }

    private Split split(BytesPool pool, int[] references, int count) {
        Split split = new Split(count);
        for (int text = 0; text < count; text++) {
            shape.read(pool.bytes(), pool.offset(references[text]), pool.length(references[text]));
            split.templateOf[text] = split.templates.intern(
                    shape.template().buffer(), 0, shape.template().size());
            for (int i = 0; i < shape.valueOffsets().size(); i++) {
                split.offsets.add(shape.valueOffsets().get(i));
                split.lengths.add(shape.valueLengths().get(i));
            }
            split.valueEnds[text] = split.offsets.size();
        }
        return split;
    }

    private void writeTemplates(ByteSink out, BytesPool templates, int[] order, int from, int to) {
        block.clear();
        for (int i = from; i < to; i++) {
            block.writeVarint(templates.length(order[i]));
        }
        for (int i = from; i < to; i++) {
            block.writeBytes(templates.bytes(), templates.offset(order[i]), templates.length(order[i]));
        }
        out.writeVarint(to - from);
        writeBlock(out, block);
    }

    private void writeBlock(ByteSink out, ByteSink bytes) {
        out.writeVarint(bytes.size());
        Chunks.writeCompressed(out, bytes.buffer(), 0, bytes.size(), compressor);
    }

    private static int[][] textsOf(Split split, int templates) {
        int[] counts = new int[templates];
        for (int template : split.templateOf) {
            counts[template]++;
        }
        int[][] texts = new int[templates][];
        for (int template = 0; template < templates; template++) {
            texts[template] = new int[counts[template]];
        }
        for (int text = split.templateOf.length - 1; text >= 0; text--) {
            int template = split.templateOf[text];
            texts[template][--counts[template]] = text;
        }
        return texts;
    }

    private void writeColumns(Split split, int template, int[] texts, byte[] bytes) {
        BytesPool templates = split.templates;
        int place = 0;
        for (int i = 0; i < templates.length(template); i++) {
            int kind = templates.bytes()[templates.offset(template) + i] & 0xff;
            if (kind >= TextShape.MIXED) {
                writeColumn(split, kind, place++, texts, bytes);
            }
        }
    }

    private static void writeMixed(ByteSink out, Split split, int value, byte[] bytes) {
        int length = (int) split.lengths.get(value);
        out.writeVarint(length);
        out.writeBytes(bytes, (int) split.offsets.get(value), length);
    }

    private void writeColumn(Split split, int kind, int place, int[] texts, byte[] bytes) {
        switch (kind) {
            case TextShape.NUMBER -> writeNumbers(split, place, texts, bytes);
            case TextShape.HEX -> writeHex(split, place, texts, bytes);
            default -> {
                block.clear();
                for (int text : texts) {
                    writeMixed(block, split, split.firstValue(text) + place, bytes);
                }
                writeBlock(columns, block);
            }
        }
    }

    private void writeNumbers(Split split, int place, int[] texts, byte[] bytes) {
        long[] values = new long[texts.length];
        long[] widths = new long[texts.length];
        boolean isShortest = true;
        for (int i = 0; i < texts.length; i++) {
            int value = split.firstValue(texts[i]) + place;
            int offset = (int) split.offsets.get(value);
            widths[i] = split.lengths.get(value);
            values[i] = number(split, value, bytes);
            isShortest &= widths[i] == 1 || bytes[offset] != '0';
        }
        if (isShortest) {
            columns.writeByte(SHORTEST);
        } else if (Arrays.stream(widths).distinct().count() == 1) {
            columns.writeByte(ONE_WIDTH);
            columns.writeByte((int) widths[0]);
        } else {
            columns.writeByte(WIDTHS);
            numbers.write(columns, FieldType.CODE, widths, 0, widths.length);
        }
        numbers.writeShorter(columns, FieldType.NUMBER, FieldType.SAMPLE, values);
    }

    private void writeHex(Split split, int place, int[] texts, byte[] bytes) {
        long[] lengths = new long[texts.length];
        block.clear();
        for (int i = 0; i < texts.length; i++) {
            int value = split.firstValue(texts[i]) + place;
            int offset = (int) split.offsets.get(value);
            lengths[i] = split.lengths.get(value) / 2;
            for (int pair = 0; pair < lengths[i]; pair++) {
                block.writeByte(Character.digit(bytes[offset + 2 * pair], 16) << 4
                        | Character.digit(bytes[offset + 2 * pair + 1], 16));
            }
        }
        numbers.write(columns, FieldType.CODE, lengths, 0, lengths.length);
        Chunks.writeCompressed(columns, block.buffer(), 0, block.size(), compressor);
    }
}

package dev.quipu.model.segment;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@link TemplateWriter} wrote: values column by column, from which texts are put together only when asked
 * for. For one chunk; every length is checked before it is believed.
 */
final class TemplateReader {

    private static final TemplateColumn[] NONE = {};

    private final TemplateColumn.Source source;
    private final int texts;
    private final int bytes;
    private final Templates common;
    private final TemplateColumn.LazyBlock rareBlock;
    private final int rareTemplates;
    private final int[] templateOf;
    private final TemplateColumn.Mixed rareValues;
    private final TemplateColumn.ByWidth rareNumbers;
    private final TemplateColumn[][] columns;

    /**
     * @param part names the column in errors
     * @param texts how many
     * @param bytes of all texts together
     */
    TemplateReader(String part, ByteSource in, int texts, int bytes) {
        this.source = new TemplateColumn.Source(part, in, bytes + texts);
        this.texts = texts;
        this.bytes = bytes;
        int commonTemplates = in.readCount("common templates", texts);
        common = new Templates(source.block(commonTemplates).open(), commonTemplates, bytes + texts);
        rareTemplates = in.readCount("rare templates", texts);
        rareBlock = source.block(rareTemplates);
        templateOf = PackedCodes.read(source.block(texts).open(), texts, commonTemplates + rareTemplates);
        rareValues = new TemplateColumn.Mixed(source.block(bytes), true);
        rareNumbers = new TemplateColumn.ByWidth(part, in, bytes);
        columns = readColumns();
    }

    /** Templates one after the other. */
    private static final class Templates {
        private final byte[] bytes;
        private final int begin;
        private final int[] ends;

        Templates(ByteSource block, int count, int maxBytes) {
            ends = new int[count];
            int end = 0;
            for (int i = 0; i < count; i++) {
                end += block.readCount("a template length", maxBytes - end);
                ends[i] = end;
            }
            bytes = block.buffer();
            begin = block.take(end);
        }

        int begin(int number) {
            return begin + (number == 0 ? 0 : ends[number - 1]);
        }

        int end(int number) {
            return begin + ends[number];
        }

        int kind(int at) {
            return bytes[at] & 0xff;
        }

        boolean hold(TextRun run) {
            return run.isIn(bytes, begin, bytes.length - begin);
        }
    }

    private TemplateColumn[][] readColumns() {
        int[] counts = new int[common.ends.length];
        for (int number : templateOf) {
            if (number < counts.length) {
                counts[number]++;
            }
        }
        TemplateColumn[][] read = new TemplateColumn[counts.length][];
        for (int number = 0; number < read.length; number++) {
            read[number] = readColumns(number, counts[number]);
        }
        return read;
    }

    private TemplateColumn[] readColumns(int number, int count) {
        int begin = common.begin(number);
        int end = common.end(number);
        List<TemplateColumn> places = new ArrayList<>();
        for (int at = begin; at < end; at++) {
            if (common.kind(at) >= TextShape.MIXED) {
                places.add(TemplateColumn.read(common.kind(at), end - begin == 1, source, count));
            }
        }
        return places.toArray(new TemplateColumn[0]);
    }

    private Templates rare() {
        return new Templates(rareBlock.again(), rareTemplates, bytes + texts);
    }

    /** False only when no text has all of the runs; before {@link #read}. */
    boolean mayHold(List<TextRun> runs) {
        return runs.stream().allMatch(this::mayHold);
    }

    private boolean mayHold(TextRun run) {
        if (!run.hasDigit() && (common.hold(run) || rare().hold(run))) {
            return true;
        }
        for (TemplateColumn[] ofTemplate : columns) {
            for (TemplateColumn column : ofTemplate) {
                if (column.mayHold(run)) {
                    return true;
                }
            }
        }
        return rareNumbers.mayHold(run) || rareValues.mayHold(run);
    }

    /**
     * The bytes of all texts, one after the other; once.
     *
     * @param ends to be filled with the end of each text
     */
    byte[] read(int[] ends) {
        AssembledTexts assembled = new AssembledTexts(source.part(), bytes);
        Templates rare = rare();
        for (int text = 0; text < texts; text++) {
            int number = templateOf[text];
            if (number < columns.length) {
                append(common, number, columns[number], assembled);
            } else {
                append(rare, number - columns.length, NONE, assembled);
            }
            ends[text] = assembled.used();
        }
        return assembled.finish();
    }

    private TemplateColumn rareOf(int kind) {
        return kind == TextShape.NUMBER ? rareNumbers : rareValues;
    }

    /** @param places none of a rare template, whose values lie with those of the others */
    private void append(Templates templates, int number, TemplateColumn[] places, AssembledTexts to) {
        int place = 0;
        int end = templates.end(number);
        int at = templates.begin(number);
        while (at < end) {
            int literal = at;
            while (at < end && templates.kind(at) < TextShape.MIXED) {
                at++;
            }
            to.append(templates.bytes, literal, at - literal);
            if (at < end) {
                TemplateColumn column = places.length > 0 ? places[place++] : rareOf(templates.kind(at));
                column.appendNext(to);
                at++;
            }
        }
    }
}

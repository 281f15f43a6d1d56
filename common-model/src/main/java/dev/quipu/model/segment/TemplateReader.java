package dev.quipu.model.segment;

import java.util.Arrays;
import java.util.List;

/**
 * Reads what {@link TemplateWriter} wrote: values column by column, from which texts are put together only when asked
 * for. For one chunk; every length is checked before it is believed.
 */
final class TemplateReader {

    private final String part;
    private final int texts;
    private final int bytes;
    private final byte[] template;
    private final int begin;
    private final int[] templateEnds;
    private final int[] templateOf;
    private final TemplateColumn.Mixed rare;
    private final TemplateColumn[][] columns;

    /**
     * @param part names the column in errors
     * @param texts how many
     * @param bytes of all texts together
     */
    TemplateReader(String part, ByteSource in, int texts, int bytes) {
        this.part = part;
        this.texts = texts;
        this.bytes = bytes;
        int templates = in.readCount("templates", texts + 1);
        ByteSource block = block(in, templates);
        templateEnds = new int[templates];
        int end = 0;
        for (int i = 0; i < templates; i++) {
            end += block.readCount("a template length", bytes + texts - end);
            templateEnds[i] = end;
        }
        template = block.buffer();
        begin = block.take(end);
        templateOf = PackedCodes.read(block(in, texts), texts, templates);
        rare = new TemplateColumn.Mixed(block(in, bytes));
        columns = readColumns(in);
    }

    private ByteSource block(ByteSource in, int values) {
        return TemplateColumn.readBlock(part, in, values, bytes + texts);
    }

    private int beginOf(int number) {
        return begin + (number == 0 ? 0 : templateEnds[number - 1]);
    }

    private int endOf(int number) {
        return begin + templateEnds[number];
    }

    private TemplateColumn[][] readColumns(ByteSource in) {
        int[] counts = new int[templateEnds.length];
        for (int number : templateOf) {
            counts[number]++;
        }
        TemplateColumn[][] read = new TemplateColumn[templateEnds.length][0];
        for (int number = 0; number < read.length; number++) {
            if (counts[number] >= TemplateWriter.LEAST_TEXTS) {
                read[number] = readColumns(in, number, counts[number]);
            }
        }
        return read;
    }

    private TemplateColumn[] readColumns(ByteSource in, int number, int count) {
        TemplateColumn[] places = new TemplateColumn[endOf(number) - beginOf(number)];
        int size = 0;
        for (int i = beginOf(number); i < endOf(number); i++) {
            int kind = template[i] & 0xff;
            if (kind >= TextShape.MIXED) {
                places[size++] = TemplateColumn.read(kind, part, in, count, bytes + texts);
            }
        }
        return Arrays.copyOf(places, size);
    }

    /** False only when no text has all of the runs; before {@link #read}. */
    boolean mayHold(List<TextRun> runs) {
        return runs.stream().allMatch(this::mayHold);
    }

    private boolean mayHold(TextRun run) {
        if (rare.mayHold(run) || !run.hasDigit() && run.isIn(template, begin, template.length - begin)) {
            return true;
        }
        for (TemplateColumn[] ofTemplate : columns) {
            for (TemplateColumn column : ofTemplate) {
                if (column.mayHold(run)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The bytes of all texts, one after the other; once.
     *
     * @param ends to be filled with the end of each text
     */
    byte[] read(int[] ends) {
        AssembledTexts assembled = new AssembledTexts(part, bytes);
        for (int text = 0; text < texts; text++) {
            append(templateOf[text], assembled);
            ends[text] = assembled.used();
        }
        return assembled.finish();
    }

    private void append(int number, AssembledTexts to) {
        TemplateColumn[] places = columns[number];
        int place = 0;
        int end = endOf(number);
        for (int i = beginOf(number); i < end; i++) {
            if ((template[i] & 0xff) < TextShape.MIXED) {
                to.append(template[i]);
            } else {
                TemplateColumn column = places.length > 0 ? places[place++] : rare;
                column.appendNext(to);
            }
        }
    }
}

package dev.quipu.model.segment;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The template of each record of a log segment, by its number, row by row through all row groups. It lies beside the
 * segment and not in it: templates are mined from what is stored already, and a segment never changes; so its set-hashes
 * and its records as OTLP are the same with and without. Immutable.
 *
 * <pre>
 * bytes := byte version, varint rows, chunk of numbers unless there are no rows
 * </pre>
 */
public final class RecordTemplates {

    /** Of a record that has no template. */
    public static final int NONE = 0;

    private static final String PART = "templates";
    private static final int VERSION = 1;

    private final int[] templates;

    private RecordTemplates(int[] templates) {
        this.templates = templates;
    }

    /**
     * @param templates of each row the number of its template, 1 or more, or {@link #NONE}
     * @throws IllegalArgumentException when one is negative
     */
    public static RecordTemplates of(int[] templates) {
        int[] copy = templates.clone();
        for (int row = 0; row < copy.length; row++) {
            checkTemplate(row, copy[row]);
        }
        return new RecordTemplates(copy);
    }

    private static void checkTemplate(int row, long template) {
        if (template < NONE || template > Integer.MAX_VALUE) {
            throw new SegmentFormatException(
                    PART, "a template from 0 to " + Integer.MAX_VALUE + " in row " + row, Long.toString(template));
        }
    }

    /** Of as many rows, none with a template. */
    public static RecordTemplates none(int rows) {
        return new RecordTemplates(new int[rows]);
    }

    /** Those of several segments, one after the other. */
    static RecordTemplates concat(List<RecordTemplates> parts) {
        int[] all = new int[parts.stream().mapToInt(RecordTemplates::rows).reduce(0, Math::addExact)];
        int row = 0;
        for (RecordTemplates part : parts) {
            System.arraycopy(part.templates, 0, all, row, part.rows());
            row += part.rows();
        }
        return new RecordTemplates(all);
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @param rows that the segment has
     * @throws SegmentFormatException when the bytes are not the templates of as many rows
     */
    public static RecordTemplates decode(byte[] bytes, int rows) {
        ByteSource in = new ByteSource(PART, bytes);
        int version = in.readByte();
        if (version != VERSION) {
            throw in.malformed("version " + VERSION, Integer.toString(version));
        }
        long count = in.readVarint();
        if (count != rows) {
            throw in.malformed(rows + " rows", Long.toUnsignedString(count));
        }
        long[] numbers = rows == 0 ? new long[0] : NumberChunk.read(PART, in, rows);
        if (in.remaining() > 0) {
            throw in.malformed("the end", in.remaining() + " more bytes");
        }
        int[] templates = new int[rows];
        for (int row = 0; row < rows; row++) {
            checkTemplate(row, numbers[row]);
            templates[row] = (int) numbers[row];
        }
        return new RecordTemplates(templates);
    }

    /** Compact bytes; the same templates give the same bytes. */
    public byte[] encode() {
        ByteSink out = new ByteSink(Integer.BYTES + templates.length);
        out.writeByte(VERSION);
        out.writeVarint(templates.length);
        long[] numbers = Arrays.stream(templates).asLongStream().toArray();
        if (numbers.length == 0) {
            return out.toBytes();
        }
        try (Compression.Compressor compressor = new Compression.Compressor(Compression.best())) {
            new NumberChunk(compressor).write(out, FieldType.CODE, numbers, 0, numbers.length);
        }
        return out.toBytes();
    }

    public int rows() {
        return templates.length;
    }

    /** The template of a row's record; {@link #NONE} when it has none. */
    public int template(int row) {
        return templates[row];
    }

    /** Those that records have, each once, ascending; empty when no record has one. */
    public int[] distinct() {
        return Arrays.stream(templates)
                .filter(template -> template != NONE)
                .distinct()
                .sorted()
                .toArray();
    }

    /**
     * The same rows with each template replaced by another, as when templates were found to be one.
     *
     * @param replacement of a template, 1 or more; not asked for records without one
     */
    public RecordTemplates mapped(IntUnaryOperator replacement) {
        return of(Arrays.stream(templates)
                .map(template -> template == NONE ? NONE : replacement.applyAsInt(template))
                .toArray());
    }

    /** Those of some rows, in their order. */
    RecordTemplates ofRows(int[] rows) {
        return new RecordTemplates(Arrays.stream(rows).map(this::template).toArray());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordTemplates that && Arrays.equals(templates, that.templates);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(templates);
    }

    @Override
    public String toString() {
        return "RecordTemplates" + Arrays.toString(templates);
    }
}

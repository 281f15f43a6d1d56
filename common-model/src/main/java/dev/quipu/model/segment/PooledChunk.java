package dev.quipu.model.segment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Chunks of byte strings. Those that repeat are kept once and named by codes; those that do not lie in row order.
 *
 * <pre>
 * chunk := byte form (0 in row order, 1 by codes), varint distinct, varint length of body, body compressed
 *        | byte form (2 in row order, 3 by codes), varint distinct, varint bytes of all, texts, codes when by codes
 * body  := distinct varint lengths, bytes of all, packed codes when by codes
 * texts := as {@link TemplateWriter} lays them out
 * codes := varint length, packed codes compressed
 * </pre>
 */
final class PooledChunk {

    private static final int IN_ROW_ORDER = 0;
    private static final int BY_CODES = 1;
    /** Added to the form when values are told by templates. */
    private static final int TEMPLATED = 2;

    private final BytesPool pool;
    private final Compression.Compressor compressor;
    private final TemplateWriter templates;
    private final ByteSink body = new ByteSink(1 << 16);
    /** Code of a pool entry in the chunk being written, valid where the stamp is the chunk's. */
    private final int[] codeOf;

    private final int[] stampOf;
    private int stamp;
    private int[] codes = new int[0];
    private int[] entries = new int[256];

    /** For entries that the pool holds now. */
    PooledChunk(BytesPool pool, Compression.Compressor compressor, NumberChunk numbers) {
        this.pool = pool;
        this.compressor = compressor;
        this.templates = new TemplateWriter(compressor, numbers);
        this.codeOf = new int[pool.size()];
        this.stampOf = new int[pool.size()];
    }

    /** @param eachDistinct is given the pool reference of every distinct value once */
    void write(ByteSink out, long[] references, int from, int count, LongConsumer eachDistinct) {
        int distinct = collect(references, from, count);
        boolean inRowOrder = distinct == count;
        body.clear();
        for (int i = 0; i < distinct; i++) {
            body.writeVarint(pool.length(entries[i]));
            eachDistinct.accept(entries[i]);
        }
        for (int i = 0; i < distinct; i++) {
            body.writeBytes(pool.bytes(), pool.offset(entries[i]), pool.length(entries[i]));
        }
        if (!inRowOrder && distinct > 1) {
            PackedCodes.write(body, codes, count, distinct);
        }
        out.writeByte(inRowOrder ? IN_ROW_ORDER : BY_CODES);
        out.writeVarint(distinct);
        out.writeVarint(body.size());
        Chunks.writeCompressed(out, body.buffer(), 0, body.size(), compressor);
    }

    /**
     * Lines of text: like {@link #write}, or by templates where that takes less. Takes longer.
     *
     * @param eachDistinct is given the pool reference of every distinct value once
     */
    void writeLines(ByteSink out, long[] references, int from, int count, LongConsumer eachDistinct) {
        int begin = out.size();
        write(out, references, from, count, eachDistinct);
        int plainEnd = out.size();
        int distinct = collect(references, from, count);
        long bytes = 0;
        for (int i = 0; i < distinct; i++) {
            bytes += pool.length(entries[i]);
        }
        if (distinct < TemplateWriter.LEAST_TEXTS || bytes > SegmentWriter.ROW_GROUP_BYTES) {
            return;
        }
        boolean inRowOrder = distinct == count;
        out.writeByte(TEMPLATED + (inRowOrder ? IN_ROW_ORDER : BY_CODES));
        out.writeVarint(distinct);
        out.writeVarint(bytes);
        templates.write(out, pool, entries, distinct);
        if (!inRowOrder) {
            body.clear();
            PackedCodes.write(body, codes, count, distinct);
            out.writeVarint(body.size());
            Chunks.writeCompressed(out, body.buffer(), 0, body.size(), compressor);
        }
        int length = out.size() - plainEnd;
        if (length < plainEnd - begin) {
            System.arraycopy(out.buffer(), plainEnd, out.buffer(), begin, length);
            out.truncate(begin + length);
        } else {
            out.truncate(plainEnd);
        }
    }

    private int collect(long[] references, int from, int count) {
        stamp++;
        if (codes.length < count) {
            codes = new int[count];
        }
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            int reference = (int) references[from + i];
            if (stampOf[reference] != stamp) {
                stampOf[reference] = stamp;
                codeOf[reference] = distinct;
                if (distinct == entries.length) {
                    entries = Arrays.copyOf(entries, 2 * distinct);
                }
                entries[distinct++] = reference;
            }
            codes[i] = codeOf[reference];
        }
        return distinct;
    }

    /** Bytes that a chunk takes when decompressed, by what it says itself. */
    static int decodedLength(ByteSource in) {
        in.readByte();
        in.readVarint();
        return in.readCount("a body length", Integer.MAX_VALUE);
    }

    /** @param part names the column in errors */
    static ByteStrings read(String part, ByteSource in, int count, int maxBytes) {
        return readHolding(part, in, count, maxBytes, List.of()).orElseThrow();
    }

    /**
     * As {@link #read}, or empty when surely none of the values has all of the runs: then they are not put together.
     *
     * @param runs of values that are all texts
     */
    static Optional<ByteStrings> readHolding(String part, ByteSource in, int count, int maxBytes, List<TextRun> runs) {
        int form = in.readByte();
        int distinct = in.readCount("distinct values", count);
        if (form >= TEMPLATED) {
            return readLines(
                    part,
                    in,
                    count,
                    new Lines(
                            form - TEMPLATED,
                            distinct,
                            in.readCount("bytes of text", Math.min(maxBytes, SegmentWriter.ROW_GROUP_BYTES))),
                    runs);
        }
        if (form != BY_CODES && (form != IN_ROW_ORDER || distinct != count) || distinct == 0 && count > 0) {
            throw in.malformed("form 1, or form 0 with " + count + " values", "form " + form + " with " + distinct);
        }
        int length = in.readCount("a body length", maxBytes);
        ByteSource body = new ByteSource(part, Chunks.readCompressed(part, in, length));
        int[] ends = new int[distinct];
        int end = 0;
        for (int i = 0; i < distinct; i++) {
            end += body.readCount("a value length", length - end);
            ends[i] = end;
        }
        byte[] bytes = body.buffer();
        int begin = body.take(end);
        int[] codes;
        if (form == IN_ROW_ORDER) {
            codes = inRowOrder(count);
        } else {
            codes = distinct == 1 ? new int[count] : PackedCodes.read(body, count, distinct);
        }
        return Optional.of(new ByteStrings(bytes, begin, ends, codes));
    }

    private static int[] inRowOrder(int count) {
        int[] codes = new int[count];
        Arrays.setAll(codes, row -> row);
        return codes;
    }

    private record Lines(int form, int distinct, int bytes) {}

    private static Optional<ByteStrings> readLines(
            String part, ByteSource in, int count, Lines lines, List<TextRun> runs) {
        boolean inRowOrder = lines.form() == IN_ROW_ORDER && lines.distinct() == count;
        if (lines.distinct() == 0 || !inRowOrder && lines.form() != BY_CODES) {
            throw in.malformed(
                    "form 3, or form 2 with " + count + " values",
                    "form " + (TEMPLATED + lines.form()) + " with " + lines.distinct());
        }
        TemplateReader reader = new TemplateReader(part, in, lines.distinct(), lines.bytes());
        if (!reader.mayHold(runs)) {
            return Optional.empty();
        }
        int[] ends = new int[lines.distinct()];
        byte[] texts = reader.read(ends);
        int[] codes;
        if (inRowOrder) {
            codes = inRowOrder(count);
        } else {
            int length = in.readCount("a length", 16 + 4 * count);
            codes = PackedCodes.read(
                    new ByteSource(part, Chunks.readCompressed(part, in, length)), count, lines.distinct());
        }
        return Optional.of(new ByteStrings(texts, 0, ends, codes));
    }
}

package dev.quipu.model.segment;

import java.util.Arrays;

/** Chunks of 64-bit numbers: chooses an {@link NumberEncoding} for writing, and undoes any for reading. */
final class NumberChunk {

    /** Numbers with more distinct values than this are not worth a dictionary. */
    private static final int MAX_DICTIONARY = 1 << 16;

    /** What timestamps of coarse clocks are multiples of, in nanoseconds. */
    private static final long[] SCALES = {1_000_000_000, 1_000_000, 1_000};

    private final Compression.Compressor compressor;
    private final ByteSink body = new ByteSink(1 << 16);
    private final ByteSink planes = new ByteSink(1 << 16);
    private final DistinctNumbers distinct = new DistinctNumbers();
    private final Residuals residuals;
    private final SampleChunk samples;
    private long[] scaled = new long[0];

    NumberChunk(Compression.Compressor compressor) {
        this.compressor = compressor;
        this.residuals = new Residuals(compressor);
        this.samples = new SampleChunk(compressor, residuals);
    }

    void write(ByteSink out, FieldType type, long[] values, int from, int count) {
        if (isConstant(values, from, count)) {
            out.writeByte(NumberEncoding.CONSTANT.ordinal());
            out.writeZigZag(count == 0 ? 0 : values[from]);
            return;
        }
        switch (type) {
            case RUN_ID, ID -> writeIds(out, type, values, from, count);
            case TIME -> writeDeltas(out, values, from, count);
            case SERIES_TIME -> writeSeriesTimes(out, values, from, count);
            case SAMPLE -> {
                if (!writeDictionary(out, values, from, count, Math.min(count / 16, 256))) {
                    out.writeByte(NumberEncoding.SAMPLES.ordinal());
                    samples.write(out, values, from, count);
                }
            }
            case NUMBER -> {
                if (!writeDictionary(out, values, from, count, Math.min(count / 4, 256))) {
                    writePlanes(out, values, from, count);
                }
            }
            case CODE, REFERENCE, ROW_ID, STRING, LINES -> {
                if (!writeDictionary(out, values, from, count, Math.min(count, MAX_DICTIONARY))) {
                    writePlanes(out, values, from, count);
                }
            }
        }
    }

    /** Like {@link #write}, as whichever of two types takes less. */
    void writeShorter(ByteSink out, FieldType one, FieldType other, long[] values) {
        int begin = out.size();
        write(out, one, values, 0, values.length);
        int otherAt = out.size();
        write(out, other, values, 0, values.length);
        keepShorter(out, begin, otherAt);
    }

    /** Of two chunks that lie one after the other at the sink's end, drops the longer. */
    private static void keepShorter(ByteSink out, int first, int second) {
        int length = out.size() - second;
        if (length < second - first) {
            System.arraycopy(out.buffer(), second, out.buffer(), first, length);
            out.truncate(first + length);
        } else {
            out.truncate(second);
        }
    }

    private static boolean isConstant(long[] values, int from, int count) {
        for (int i = 1; i < count; i++) {
            if (values[from + i] != values[from]) {
                return false;
            }
        }
        return true;
    }

    /** Ids do not compress, but where many rows have none those that have can be told. */
    private void writeIds(ByteSink out, FieldType type, long[] values, int from, int count) {
        int present = 0;
        for (int i = 0; i < count; i++) {
            present += values[from + i] != 0 ? 1 : 0;
        }
        if (count - present <= count / 16) {
            if (type == FieldType.RUN_ID) {
                writeRuns(out, values, from, count);
            } else {
                writeRaw(out, values, from, count);
            }
            return;
        }
        body.clear();
        int at = body.reserve((count + 7) / 8);
        Arrays.fill(body.buffer(), at, at + (count + 7) / 8, (byte) 0);
        out.writeByte(NumberEncoding.SPARSE.ordinal());
        out.writeVarint(present);
        for (int i = 0; i < count; i++) {
            if (values[from + i] != 0) {
                body.buffer()[at + i / 8] |= (byte) (1 << i % 8);
            }
        }
        body.grow((count + 7) / 8);
        Chunks.writeCompressed(out, body.buffer(), 0, body.size(), compressor);
        for (int i = 0; i < count; i++) {
            if (values[from + i] != 0) {
                out.writeLong(values[from + i]);
            }
        }
    }

    private static void writeRaw(ByteSink out, long[] values, int from, int count) {
        out.writeByte(NumberEncoding.RAW.ordinal());
        for (int i = 0; i < count; i++) {
            out.writeLong(values[from + i]);
        }
    }

    private void writeRuns(ByteSink out, long[] values, int from, int count) {
        int runs = 1;
        for (int i = 1; i < count; i++) {
            runs += values[from + i] != values[from + i - 1] ? 1 : 0;
        }
        if (runs > count / 2) {
            writeRaw(out, values, from, count);
            return;
        }
        out.writeByte(NumberEncoding.RUNS.ordinal());
        out.writeVarint(runs);
        body.clear();
        int begin = 0;
        for (int i = 1; i <= count; i++) {
            if (i == count || values[from + i] != values[from + begin]) {
                out.writeLong(values[from + begin]);
                body.writeVarint(i - begin);
                begin = i;
            }
        }
        out.writeVarint(body.size());
        Chunks.writeCompressed(out, body.buffer(), 0, body.size(), compressor);
    }

    private boolean writeDictionary(ByteSink out, long[] values, int from, int count, int limit) {
        if (!distinct.collect(values, from, count, limit)) {
            return false;
        }
        body.clear();
        for (int i = 0; i < distinct.size(); i++) {
            body.writeZigZag(distinct.value(i));
        }
        PackedCodes.write(body, distinct.codes(), count, distinct.size());
        out.writeByte(NumberEncoding.DICTIONARY.ordinal());
        out.writeVarint(distinct.size());
        out.writeVarint(body.size());
        Chunks.writeCompressed(out, body.buffer(), 0, body.size(), compressor);
        return true;
    }

    private void writePlanes(ByteSink out, long[] values, int from, int count) {
        long base = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            base = Math.min(base, values[from + i]);
        }
        long[] shifted = scratch(count);
        boolean signed = true;
        for (int i = 0; i < count; i++) {
            shifted[i] = values[from + i] - base;
            signed &= shifted[i] >= 0;
        }
        out.writeByte(NumberEncoding.PLANES.ordinal());
        out.writeZigZag(base);
        long scale = signed ? scaleOf(shifted, count) : 1;
        out.writeVarint(scale);
        for (int i = 0; scale > 1 && i < count; i++) {
            shifted[i] /= scale;
        }
        BytePlanes.write(out, shifted, count, compressor, planes);
    }

    /** By a dictionary where series share their times, by steps where each has its own; the shorter when in doubt. */
    private void writeSeriesTimes(ByteSink out, long[] values, int from, int count) {
        int begin = out.size();
        boolean shared = writeDictionary(out, values, from, count, Math.min(count / 4, MAX_DICTIONARY));
        if (shared && distinct.size() <= count / 64) {
            return;
        }
        int stepsAt = out.size();
        long scale = zigZagDeltas(values, from, count);
        out.writeByte(NumberEncoding.STEPS.ordinal());
        out.writeZigZag(values[from]);
        out.writeVarint(scale);
        residuals.write(out, scaled, count - 1);
        if (shared) {
            keepShorter(out, begin, stepsAt);
        }
    }

    private void writeDeltas(ByteSink out, long[] values, int from, int count) {
        long scale = zigZagDeltas(values, from, count);
        out.writeByte(NumberEncoding.DELTA_PLANES.ordinal());
        out.writeZigZag(values[from]);
        out.writeVarint(scale);
        BytePlanes.write(out, scaled, count - 1, compressor, planes);
    }

    /** Fills {@link #scaled} with the {@code count - 1} steps between values, and returns their scale. */
    private long zigZagDeltas(long[] values, int from, int count) {
        long[] deltas = scratch(count);
        for (int i = 1; i < count; i++) {
            deltas[i - 1] = values[from + i] - values[from + i - 1];
        }
        long scale = scaleOf(deltas, count - 1);
        for (int i = 0; i < count - 1; i++) {
            long delta = deltas[i] / scale;
            deltas[i] = delta << 1 ^ delta >> 63;
        }
        return scale;
    }

    private long[] scratch(int count) {
        if (scaled.length < count) {
            scaled = new long[count];
        }
        return scaled;
    }

    /** The largest scale that divides all numbers. */
    private static long scaleOf(long[] values, int count) {
        for (long scale : SCALES) {
            int i = 0;
            while (i < count && values[i] % scale == 0) {
                i++;
            }
            if (i == count) {
                return scale;
            }
        }
        return 1;
    }

    /** @param part names the column in errors */
    static long[] read(String part, ByteSource in, int count) {
        int code = in.readByte();
        if (code >= NumberEncoding.values().length) {
            throw in.malformed("encoding 0 to " + (NumberEncoding.values().length - 1), Integer.toString(code));
        }
        long[] values = new long[count];
        if (count == 0) {
            return values;
        }
        switch (NumberEncoding.values()[code]) {
            case CONSTANT -> Arrays.fill(values, in.readZigZag());
            case RAW -> readRaw(in, values);
            case RUNS -> readRuns(part, in, values);
            case DICTIONARY -> readDictionary(part, in, values);
            case PLANES -> {
                long base = in.readZigZag();
                long scale = in.readVarint();
                BytePlanes.read(part, in, values, 0, count);
                for (int i = 0; i < count; i++) {
                    values[i] = values[i] * scale + base;
                }
            }
            case DELTA_PLANES -> {
                long first = in.readZigZag();
                long scale = in.readVarint();
                BytePlanes.read(part, in, values, 1, count - 1);
                addUp(values, first, scale);
            }
            case STEPS -> {
                long first = in.readZigZag();
                long scale = in.readVarint();
                Residuals.read(part, in, values, 1, count - 1);
                addUp(values, first, scale);
            }
            case SAMPLES -> SampleChunk.read(part, in, values);
            case SPARSE -> readSparse(part, in, values);
        }
        return values;
    }

    private static void readSparse(String part, ByteSource in, long[] values) {
        int present = in.readCount("ids", values.length);
        byte[] bitmap = Chunks.readCompressed(part, in, (values.length + 7) / 8);
        int left = present;
        for (int i = 0; i < values.length; i++) {
            if ((bitmap[i / 8] & 1 << i % 8) != 0) {
                if (left-- == 0) {
                    throw in.malformed(present + " ids", "more");
                }
                values[i] = in.readLong();
            }
        }
        if (left != 0) {
            throw in.malformed(present + " ids", left + " fewer");
        }
    }

    private static void addUp(long[] values, long first, long scale) {
        long value = first;
        values[0] = first;
        for (int i = 1; i < values.length; i++) {
            value += (values[i] >>> 1 ^ -(values[i] & 1)) * scale;
            values[i] = value;
        }
    }

    private static void readRaw(ByteSource in, long[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readLong();
        }
    }

    private static void readRuns(String part, ByteSource in, long[] values) {
        int runs = in.readCount("runs", Math.min(values.length, in.remaining() / Long.BYTES));
        long[] heads = new long[runs];
        readRaw(in, heads);
        int packed = in.readCount("run lengths", 10 * runs);
        ByteSource lengths = new ByteSource(part, Chunks.readCompressed(part, in, packed));
        int row = 0;
        for (long head : heads) {
            int length = lengths.readCount("a run", values.length - row);
            Arrays.fill(values, row, row + length, head);
            row += length;
        }
        if (row != values.length) {
            throw in.malformed(values.length + " values in runs", Integer.toString(row));
        }
    }

    private static void readDictionary(String part, ByteSource in, long[] values) {
        int distinct = in.readCount("distinct values", values.length);
        int packed = in.readCount("dictionary bytes", 16 + 10 * distinct + 4 * values.length);
        ByteSource body = new ByteSource(part, Chunks.readCompressed(part, in, packed));
        long[] dictionary = new long[distinct];
        for (int i = 0; i < distinct; i++) {
            dictionary[i] = body.readZigZag();
        }
        int[] codes = PackedCodes.read(body, values.length, distinct);
        for (int i = 0; i < values.length; i++) {
            values[i] = dictionary[codes[i]];
        }
    }
}

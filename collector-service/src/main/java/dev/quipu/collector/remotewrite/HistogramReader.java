package dev.quipu.collector.remotewrite;

import dev.quipu.model.otlp.ProtoReader;
import java.util.Arrays;

/** Reads {@code Histogram} (prometheus/prompb, "types.proto"), packed and unpacked. One message; not thread-safe. */
final class HistogramReader {

    private static final int COUNT_INT = 1;
    private static final int COUNT_FLOAT = 2;
    private static final int SUM = 3;
    private static final int SCHEMA = 4;
    private static final int ZERO_THRESHOLD = 5;
    private static final int ZERO_COUNT_INT = 6;
    private static final int ZERO_COUNT_FLOAT = 7;
    private static final int NEGATIVE_SPANS = 8;
    private static final int NEGATIVE_DELTAS = 9;
    private static final int NEGATIVE_COUNTS = 10;
    private static final int POSITIVE_SPANS = 11;
    private static final int POSITIVE_DELTAS = 12;
    private static final int POSITIVE_COUNTS = 13;
    private static final int RESET_HINT = 14;
    private static final int TIMESTAMP = 15;
    private static final int CUSTOM_VALUES = 16;
    private static final int START_TIMESTAMP = 17;
    private static final int RESET_HINT_GAUGE = 3;

    private final Numbers positiveSpans = new Numbers();
    private final Numbers negativeSpans = new Numbers();
    private final Numbers positive = new Numbers();
    private final Numbers negative = new Numbers();
    private final Numbers custom = new Numbers();
    private boolean whole = true;
    private double count;
    private double zeroCount;

    private HistogramReader() {}

    /** Growing numbers; those of spans are offset and length in turn. */
    private static final class Numbers {
        private double[] values = new double[8];
        private int size;

        void add(double value) {
            values = size == values.length ? Arrays.copyOf(values, 2 * size) : values;
            values[size++] = value;
        }

        double[] toArray() {
            return Arrays.copyOf(values, size);
        }

        int[] every(int second) {
            int[] picked = new int[size / 2];
            for (int i = 0; i < picked.length; i++) {
                picked[i] = (int) values[2 * i + second];
            }
            return picked;
        }
    }

    /** Reads the rest of the reader as a histogram. */
    static NativeHistogram read(ProtoReader in) {
        return new HistogramReader().readRest(in);
    }

    private NativeHistogram readRest(ProtoReader in) {
        double sum = 0;
        int schema = 0;
        double zeroThreshold = 0;
        boolean gauge = false;
        long time = 0;
        long start = 0;
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case COUNT_INT -> count = unsigned(in, tag);
                case COUNT_FLOAT -> {
                    count = real(in, tag);
                    whole = false;
                }
                case SUM -> sum = real(in, tag);
                case SCHEMA -> schema = (int) signed(in, tag);
                case ZERO_THRESHOLD -> zeroThreshold = real(in, tag);
                case ZERO_COUNT_INT -> zeroCount = unsigned(in, tag);
                case ZERO_COUNT_FLOAT -> zeroCount = real(in, tag);
                case NEGATIVE_SPANS -> span(in, tag, negativeSpans);
                case NEGATIVE_DELTAS -> deltas(in, tag, negative);
                case NEGATIVE_COUNTS -> reals(in, tag, negative);
                case POSITIVE_SPANS -> span(in, tag, positiveSpans);
                case POSITIVE_DELTAS -> deltas(in, tag, positive);
                case POSITIVE_COUNTS -> reals(in, tag, positive);
                case RESET_HINT -> gauge = varint(in, tag) == RESET_HINT_GAUGE;
                case TIMESTAMP -> time = varint(in, tag);
                case CUSTOM_VALUES -> reals(in, tag, custom);
                case START_TIMESTAMP -> start = varint(in, tag);
                default -> in.skip(tag);
            }
        }
        return new NativeHistogram(
                whole,
                count,
                sum,
                schema,
                zeroThreshold,
                zeroCount,
                side(positiveSpans, positive),
                side(negativeSpans, negative),
                gauge,
                custom.toArray(),
                time,
                start);
    }

    private static NativeHistogram.Side side(Numbers spans, Numbers values) {
        return new NativeHistogram.Side(spans.every(0), spans.every(1), values.toArray());
    }

    private static long varint(ProtoReader in, int tag) {
        in.expect(tag, ProtoReader.VARINT);
        return in.readVarint();
    }

    private static double unsigned(ProtoReader in, int tag) {
        long value = varint(in, tag);
        return value >= 0 ? (double) value : Double.POSITIVE_INFINITY;
    }

    private static long signed(ProtoReader in, int tag) {
        return unzigzag(varint(in, tag));
    }

    private static long unzigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }

    private static double real(ProtoReader in, int tag) {
        in.expect(tag, ProtoReader.FIXED64);
        return Double.longBitsToDouble(in.readFixed64());
    }

    private static void span(ProtoReader in, int tag, Numbers spans) {
        in.expect(tag, ProtoReader.LENGTH_DELIMITED);
        long offset = 0;
        long length = 0;
        int outer = in.enter();
        while (in.hasMore()) {
            int field = in.readTag();
            switch (field >>> 3) {
                case 1 -> offset = signed(in, field);
                case 2 -> length = varint(in, field);
                default -> in.skip(field);
            }
        }
        in.leave(outer);
        spans.add((int) offset);
        spans.add((int) Math.min(length, Integer.MAX_VALUE));
    }

    private static void deltas(ProtoReader in, int tag, Numbers values) {
        if ((tag & 7) == ProtoReader.LENGTH_DELIMITED) {
            int outer = in.enter();
            while (in.hasMore()) {
                values.add((double) unzigzag(in.readVarint()));
            }
            in.leave(outer);
        } else {
            values.add((double) signed(in, tag));
        }
    }

    private static void reals(ProtoReader in, int tag, Numbers values) {
        if ((tag & 7) == ProtoReader.LENGTH_DELIMITED) {
            int outer = in.enter();
            while (in.hasMore()) {
                values.add(Double.longBitsToDouble(in.readFixed64()));
            }
            in.leave(outer);
        } else {
            values.add(real(in, tag));
        }
    }
}

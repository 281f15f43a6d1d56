package dev.quipu.model.segment;

import dev.quipu.model.PointValue;
import dev.quipu.model.otlp.MetricField;
import dev.quipu.model.otlp.ProtoReader;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what a histogram or summary says beyond its time and sum, in whatever order its fields come, and puts it into
 * the nested tables of the point. Not thread-safe.
 */
final class DistributionReader {

    private final BytesPool pool;
    private final Table distributions;
    private final Table buckets;
    private final Table quantiles;

    private final LongArray positive = new LongArray(64);
    private final LongArray negative = new LongArray(64);
    private final ByteSink bounds = new ByteSink(256);
    private long count;
    private long present;
    private long min;
    private long max;
    private long scale;
    private long zeroCount;
    private long zeroThreshold;
    private long positiveOffset;
    private long negativeOffset;

    DistributionReader(RecordTable table) {
        this.pool = table.pool;
        this.distributions = table.records.nested(MetricsSchema.DISTRIBUTIONS);
        this.buckets = table.records.nested(MetricsSchema.BUCKETS);
        this.quantiles = table.records.nested(MetricsSchema.QUANTILES);
    }

    /** Starts a point that is not a number. */
    void begin() {
        count = 0;
        present = 0;
        min = 0;
        max = 0;
        scale = 0;
        zeroCount = 0;
        zeroThreshold = 0;
        positiveOffset = 0;
        negativeOffset = 0;
        positive.truncate(0);
        negative.truncate(0);
        bounds.clear();
    }

    void count(long value) {
        count = value;
    }

    /** Bits of the sum. */
    long sum(ProtoReader in) {
        present |= MetricsSchema.HAS_SUM;
        return in.readFixed64();
    }

    void min(ProtoReader in) {
        present |= MetricsSchema.HAS_MIN;
        min = in.readFixed64();
    }

    void max(ProtoReader in) {
        present |= MetricsSchema.HAS_MAX;
        max = in.readFixed64();
    }

    void bucketCounts(ProtoReader in, int tag) {
        in.eachFixed64(tag, positive::add);
    }

    void bounds(ProtoReader in, int tag) {
        in.eachFixed64(tag, bounds::writeLong);
    }

    void scale(int value) {
        scale = value;
    }

    void zeroCount(long value) {
        zeroCount = value;
    }

    void zeroThreshold(long bits) {
        zeroThreshold = bits;
    }

    void positive(ProtoReader in) {
        present |= MetricsSchema.HAS_POSITIVE;
        positiveOffset = buckets(in, positive);
    }

    void negative(ProtoReader in) {
        present |= MetricsSchema.HAS_NEGATIVE;
        negativeOffset = buckets(in, negative);
    }

    private static long buckets(ProtoReader in, LongArray counts) {
        int offset = 0;
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case MetricField.BUCKETS_OFFSET -> {
                    in.expect(tag, ProtoReader.VARINT);
                    offset = in.readZigZag32();
                }
                case MetricField.BUCKETS_COUNTS -> in.eachVarint(tag, counts::add);
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        return offset;
    }

    void quantile(ProtoReader in) {
        long quantile = 0;
        long value = 0;
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case MetricField.QUANTILE << 3 | ProtoReader.FIXED64 -> quantile = in.readFixed64();
                case MetricField.QUANTILE_VALUE << 3 | ProtoReader.FIXED64 -> value = in.readFixed64();
                default -> in.skipUnknown(tag, MetricField.QUANTILE_VALUE);
            }
        }
        in.leave(outer);
        quantiles.add(MetricsSchema.QUANTILE, quantile);
        quantiles.add(MetricsSchema.QUANTILE_VALUE, value);
        quantiles.endRow();
    }

    /** Completes the point's rows of the nested tables; why it cannot be kept, if so. */
    @Nullable
    RejectReason end(PointValue.Kind kind) {
        distributions.add(MetricsSchema.COUNT, count);
        distributions.add(MetricsSchema.PRESENT, present);
        distributions.add(MetricsSchema.MIN, min);
        distributions.add(MetricsSchema.MAX, max);
        distributions.add(MetricsSchema.BOUNDS, pool.intern(bounds.buffer(), 0, bounds.size()));
        distributions.add(MetricsSchema.SCALE, scale);
        distributions.add(MetricsSchema.ZERO_COUNT, zeroCount);
        distributions.add(MetricsSchema.ZERO_THRESHOLD, zeroThreshold);
        distributions.add(MetricsSchema.POSITIVE_OFFSET, positiveOffset);
        distributions.add(MetricsSchema.POSITIVE_BUCKETS, positive.size());
        distributions.add(MetricsSchema.NEGATIVE_OFFSET, negativeOffset);
        distributions.endRow();
        append(positive);
        append(negative);
        boolean isExplicit = kind == PointValue.Kind.HISTOGRAM;
        return isExplicit && positive.size() > 0 && positive.size() != bounds.size() / Double.BYTES + 1
                ? RejectReason.INVALID_BUCKETS
                : null;
    }

    private void append(LongArray counts) {
        for (int i = 0; i < counts.size(); i++) {
            buckets.add(MetricsSchema.BUCKET_COUNT, counts.get(i));
            buckets.endRow();
        }
    }
}

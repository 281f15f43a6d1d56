package dev.quipu.model.segment;

import dev.quipu.model.KeyValue;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.PointValue;
import dev.quipu.model.SpanId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the points of one row group have measured, as objects: out of the columns and the nested tables. */
final class PointValues {

    private final TableSlice points;

    PointValues(TableSlice points) {
        this.points = points;
    }

    /** The exemplars of rows that are asked for in order, each once. */
    final class ExemplarWalk {
        private final TableSlice exemplars = points.nested(MetricsSchema.EXEMPLARS);
        private final int[] nextValue;

        ExemplarWalk(int firstRow) {
            nextValue = exemplars.attributes().valuesBefore(begin(MetricsSchema.EXEMPLARS, firstRow));
        }

        List<MetricPoint.Exemplar> of(int row) {
            return exemplars(row, exemplars, nextValue);
        }
    }

    boolean hasExemplars(int row) {
        return begin(MetricsSchema.EXEMPLARS, row) < end(MetricsSchema.EXEMPLARS, row);
    }

    private int begin(int nested, int row) {
        return row == 0 ? 0 : points.nestedEnds(nested)[row - 1];
    }

    private int end(int nested, int row) {
        return points.nestedEnds(nested)[row];
    }

    PointValue value(int row) {
        long bits = points.numbers(MetricsSchema.VALUE)[row];
        return switch (MetricsSchema.kindOf(points.numbers(MetricsSchema.VALUE_KIND)[row])) {
            case NONE, INT, DOUBLE -> number(points.numbers(MetricsSchema.VALUE_KIND)[row], bits);
            case HISTOGRAM -> histogram(distribution(row), row, bits);
            case EXPONENTIAL_HISTOGRAM -> exponential(distribution(row), row, bits);
            case SUMMARY -> {
                Distribution distribution = distribution(row);
                yield new PointValue.Summary(
                        distribution.number(MetricsSchema.COUNT), Double.longBitsToDouble(bits), quantiles(row));
            }
        };
    }

    private static PointValue number(long kind, long bits) {
        return switch (MetricsSchema.kindOf(kind)) {
            case INT -> PointValue.of(bits);
            case DOUBLE -> PointValue.of(Double.longBitsToDouble(bits));
            case NONE, HISTOGRAM, EXPONENTIAL_HISTOGRAM, SUMMARY -> PointValue.NONE;
        };
    }

    /** One row of the nested table. */
    private record Distribution(TableSlice slice, int row) {
        long number(int field) {
            return slice.numbers(field)[row];
        }

        OptionalDouble optional(int mask, long bits) {
            return (number(MetricsSchema.PRESENT) & mask) != 0
                    ? OptionalDouble.of(Double.longBitsToDouble(bits))
                    : OptionalDouble.empty();
        }
    }

    private Distribution distribution(int row) {
        int at = begin(MetricsSchema.DISTRIBUTIONS, row);
        if (end(MetricsSchema.DISTRIBUTIONS, row) != at + 1) {
            throw new SegmentFormatException(
                    "point.distribution",
                    "one row for each distribution",
                    Integer.toString(end(MetricsSchema.DISTRIBUTIONS, row) - at));
        }
        return new Distribution(points.nested(MetricsSchema.DISTRIBUTIONS), at);
    }

    private PointValue histogram(Distribution distribution, int row, long sum) {
        return new PointValue.Histogram(
                distribution.number(MetricsSchema.COUNT),
                distribution.optional(MetricsSchema.HAS_SUM, sum),
                distribution.optional(MetricsSchema.HAS_MIN, distribution.number(MetricsSchema.MIN)),
                distribution.optional(MetricsSchema.HAS_MAX, distribution.number(MetricsSchema.MAX)),
                counts(begin(MetricsSchema.BUCKETS, row), end(MetricsSchema.BUCKETS, row)),
                bounds(distribution));
    }

    private static List<Double> bounds(Distribution distribution) {
        ByteStrings texts = distribution.slice().strings(MetricsSchema.BOUNDS);
        int code = texts.code(distribution.row());
        ByteBuffer bytes = ByteBuffer.wrap(texts.buffer(), texts.offset(code), texts.length(code))
                .order(ByteOrder.LITTLE_ENDIAN);
        List<Double> bounds = new ArrayList<>();
        while (bytes.remaining() >= Double.BYTES) {
            bounds.add(bytes.getDouble());
        }
        return bounds;
    }

    private List<Long> counts(int begin, int end) {
        long[] counts = points.nested(MetricsSchema.BUCKETS).numbers(MetricsSchema.BUCKET_COUNT);
        List<Long> found = new ArrayList<>(end - begin);
        for (int i = begin; i < end; i++) {
            found.add(counts[i]);
        }
        return found;
    }

    private PointValue exponential(Distribution distribution, int row, long sum) {
        int begin = begin(MetricsSchema.BUCKETS, row);
        int end = end(MetricsSchema.BUCKETS, row);
        long positive = distribution.number(MetricsSchema.POSITIVE_BUCKETS);
        if (positive < 0 || positive > end - begin) {
            throw new SegmentFormatException(
                    "distribution.positiveBuckets", "0 to " + (end - begin), Long.toString(positive));
        }
        int middle = begin + (int) positive;
        long present = distribution.number(MetricsSchema.PRESENT);
        return new PointValue.ExponentialHistogram(
                distribution.number(MetricsSchema.COUNT),
                distribution.optional(MetricsSchema.HAS_SUM, sum),
                distribution.optional(MetricsSchema.HAS_MIN, distribution.number(MetricsSchema.MIN)),
                distribution.optional(MetricsSchema.HAS_MAX, distribution.number(MetricsSchema.MAX)),
                (int) distribution.number(MetricsSchema.SCALE),
                distribution.number(MetricsSchema.ZERO_COUNT),
                Double.longBitsToDouble(distribution.number(MetricsSchema.ZERO_THRESHOLD)),
                buckets(
                        (present & MetricsSchema.HAS_POSITIVE) != 0,
                        distribution.number(MetricsSchema.POSITIVE_OFFSET),
                        counts(begin, middle)),
                buckets(
                        (present & MetricsSchema.HAS_NEGATIVE) != 0,
                        distribution.number(MetricsSchema.NEGATIVE_OFFSET),
                        counts(middle, end)));
    }

    private static Optional<PointValue.Buckets> buckets(boolean isPresent, long offset, List<Long> counts) {
        return isPresent ? Optional.of(new PointValue.Buckets((int) offset, counts)) : Optional.empty();
    }

    private List<PointValue.ValueAtQuantile> quantiles(int row) {
        TableSlice quantiles = points.nested(MetricsSchema.QUANTILES);
        List<PointValue.ValueAtQuantile> found = new ArrayList<>();
        for (int i = begin(MetricsSchema.QUANTILES, row); i < end(MetricsSchema.QUANTILES, row); i++) {
            found.add(new PointValue.ValueAtQuantile(
                    Double.longBitsToDouble(quantiles.numbers(MetricsSchema.QUANTILE)[i]),
                    Double.longBitsToDouble(quantiles.numbers(MetricsSchema.QUANTILE_VALUE)[i])));
        }
        return found;
    }

    private List<MetricPoint.Exemplar> exemplars(int row, TableSlice exemplars, int[] nextValue) {
        List<MetricPoint.Exemplar> found = new ArrayList<>();
        for (int i = begin(MetricsSchema.EXEMPLARS, row); i < end(MetricsSchema.EXEMPLARS, row); i++) {
            List<KeyValue> filtered = exemplars.attributes().attributes(i, nextValue);
            found.add(new MetricPoint.Exemplar(
                    filtered,
                    exemplars.numbers(MetricsSchema.EXEMPLAR_TIME)[i],
                    number(
                            exemplars.numbers(MetricsSchema.EXEMPLAR_VALUE_KIND)[i],
                            exemplars.numbers(MetricsSchema.EXEMPLAR_VALUE)[i]),
                    exemplars.numbers(MetricsSchema.EXEMPLAR_TRACE_ID_HIGH)[i],
                    exemplars.numbers(MetricsSchema.EXEMPLAR_TRACE_ID_LOW)[i],
                    new SpanId(exemplars.numbers(MetricsSchema.EXEMPLAR_SPAN_ID)[i])));
        }
        return found;
    }
}

package dev.quipu.model.segment;

import dev.quipu.model.PointValue;
import java.util.List;

/**
 * The columns of {@code metrics}: a row is a data point. What names a series (resource, scope, metric, attributes) is
 * kept once and referred to. The constants are positions in the schema's field lists.
 */
final class MetricsSchema {

    static final int RESOURCE = 0;
    static final int SCOPE = 1;
    static final int METRIC = 2;
    static final int ATTRIBUTES = 3;
    static final int START_TIME = 4;
    static final int TIME = 5;
    static final int FLAGS = 6;
    /** The ordinal of its {@link PointValue.Kind}. */
    static final int VALUE_KIND = 7;
    /** The bits of a number, or of the sum of a distribution; 0 when there is none. */
    static final int VALUE = 8;

    /** Positions of the nested tables. A point has at most one distribution. */
    static final int DISTRIBUTIONS = 0;

    static final int BUCKETS = 1;
    static final int QUANTILES = 2;
    static final int EXEMPLARS = 3;

    static final int COUNT = 0;
    /** Which of the fields below were set: {@link #HAS_SUM} and its siblings. */
    static final int PRESENT = 1;

    static final int MIN = 2;
    static final int MAX = 3;
    /** Upper bounds of the buckets as doubles of 8 bytes, little-endian. */
    static final int BOUNDS = 4;

    static final int SCALE = 5;
    static final int ZERO_COUNT = 6;
    static final int ZERO_THRESHOLD = 7;
    static final int POSITIVE_OFFSET = 8;
    /** How many of the point's buckets are positive; the others come after them. */
    static final int POSITIVE_BUCKETS = 9;

    static final int NEGATIVE_OFFSET = 10;

    static final int HAS_SUM = 1;
    static final int HAS_MIN = 2;
    static final int HAS_MAX = 4;
    static final int HAS_POSITIVE = 8;
    static final int HAS_NEGATIVE = 16;

    static final int BUCKET_COUNT = 0;

    static final int QUANTILE = 0;
    static final int QUANTILE_VALUE = 1;

    static final int EXEMPLAR_TIME = 0;
    static final int EXEMPLAR_VALUE_KIND = 1;
    static final int EXEMPLAR_VALUE = 2;
    static final int EXEMPLAR_TRACE_ID_HIGH = 3;
    static final int EXEMPLAR_TRACE_ID_LOW = 4;
    static final int EXEMPLAR_SPAN_ID = 5;

    static final ColumnId METRICS_SIDE = ColumnId.side("metrics");
    static final ColumnId ATTRIBUTES_SIDE = ColumnId.side("attributes");

    private static final Schema DISTRIBUTION_SCHEMA = new Schema(
            "distribution",
            List.of(
                    new Schema.Field("count", FieldType.SAMPLE),
                    new Schema.Field("present", FieldType.CODE),
                    new Schema.Field("min", FieldType.SAMPLE),
                    new Schema.Field("max", FieldType.SAMPLE),
                    new Schema.Field("bounds", FieldType.STRING),
                    new Schema.Field("scale", FieldType.CODE),
                    new Schema.Field("zeroCount", FieldType.SAMPLE),
                    new Schema.Field("zeroThreshold", FieldType.CODE),
                    new Schema.Field("positiveOffset", FieldType.CODE),
                    new Schema.Field("positiveBuckets", FieldType.CODE),
                    new Schema.Field("negativeOffset", FieldType.CODE)),
            false,
            List.of());

    private static final Schema BUCKET_SCHEMA =
            new Schema("bucket", List.of(new Schema.Field("count", FieldType.SAMPLE)), false, List.of());

    private static final Schema QUANTILE_SCHEMA = new Schema(
            "quantile",
            List.of(new Schema.Field("quantile", FieldType.CODE), new Schema.Field("value", FieldType.SAMPLE)),
            false,
            List.of());

    private static final Schema EXEMPLAR_SCHEMA = new Schema(
            "exemplar",
            List.of(
                    new Schema.Field("time", FieldType.TIME),
                    new Schema.Field("valueKind", FieldType.CODE),
                    new Schema.Field("value", FieldType.NUMBER),
                    new Schema.Field("traceIdHigh", FieldType.ID),
                    new Schema.Field("traceIdLow", FieldType.ID),
                    new Schema.Field("spanId", FieldType.ID)),
            true,
            List.of());

    static final Schema SCHEMA = new Schema(
            "point",
            List.of(
                    Schema.Field.reference("resource", ColumnId.RESOURCES),
                    Schema.Field.reference("scope", ColumnId.SCOPES),
                    Schema.Field.reference("metric", METRICS_SIDE),
                    Schema.Field.reference("attributes", ATTRIBUTES_SIDE),
                    new Schema.Field("startTime", FieldType.SERIES_TIME),
                    new Schema.Field("time", FieldType.SERIES_TIME),
                    new Schema.Field("flags", FieldType.CODE),
                    new Schema.Field("valueKind", FieldType.CODE),
                    new Schema.Field("value", FieldType.SAMPLE)),
            false,
            List.of(DISTRIBUTION_SCHEMA, BUCKET_SCHEMA, QUANTILE_SCHEMA, EXEMPLAR_SCHEMA));

    private static final List<PointValue.Kind> KINDS = List.of(PointValue.Kind.values());

    private MetricsSchema() {}

    static PointValue.Kind kindOf(long code) {
        if (code < 0 || code >= KINDS.size()) {
            throw new SegmentFormatException("point.valueKind", "0 to " + (KINDS.size() - 1), Long.toString(code));
        }
        return KINDS.get((int) code);
    }
}

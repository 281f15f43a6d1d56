package dev.quipu.model.segment;

import dev.quipu.model.Metric;
import dev.quipu.model.PointValue;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import dev.quipu.model.otlp.MetricField;
import dev.quipu.model.otlp.ProtoReader;
import dev.quipu.model.otlp.WireId;
import dev.quipu.model.segment.ValueRedaction.Place;
import org.jspecify.annotations.Nullable;

/**
 * Reads data points of every kind into the table. The loops are longer than methods should be because every call in
 * them is paid per field. Not thread-safe.
 */
final class PointWireReader {

    private static final int LABELS_OF_OLD = 1;

    private final Table points;
    private final AttributeReader attributes;
    private final AttributeSets sets;
    private final IntakeTally tally;
    private final DistributionReader distributions;

    private long startTime;
    private long time;
    private long flags;
    private long value;

    /**
     * What all points of a metric share.
     *
     * @param rejection why none of them can be kept, if so
     */
    record Owner(int resource, int scope, @Nullable RejectReason rejection) {}

    PointWireReader(RecordTable table, AttributeReader attributes, IntakeTally tally) {
        this.points = table.records;
        this.attributes = attributes;
        this.sets = new AttributeSets(table, attributes);
        this.tally = tally;
        this.distributions = new DistributionReader(table);
    }

    /** @param in narrowed to the point */
    void read(ProtoReader in, Metric.Kind kind, int metric, Owner owner) {
        int row = points.rows();
        startTime = 0;
        time = 0;
        flags = 0;
        value = 0;
        attributes.begin();
        sets.begin();
        boolean isNumber = kind == Metric.Kind.GAUGE || kind == Metric.Kind.SUM;
        if (!isNumber) {
            distributions.begin();
        }
        PointValue.Kind valueKind = switch (kind) {
            case GAUGE, SUM -> readNumber(in);
            case HISTOGRAM -> readHistogram(in);
            case EXPONENTIAL_HISTOGRAM -> readExponential(in);
            case SUMMARY -> readSummary(in);
        };
        tally.offer();
        RejectReason reason = first(owner.rejection(), attributes.rejection());
        int set = sets.row();
        reason = first(reason, sets.rejection(set));
        if (!isNumber) {
            reason = first(reason, distributions.end(valueKind));
        }
        if (reason != null) {
            points.truncate(row);
            tally.reject(owner.resource(), reason);
            return;
        }
        points.add(MetricsSchema.RESOURCE, owner.resource());
        points.add(MetricsSchema.SCOPE, owner.scope());
        points.add(MetricsSchema.METRIC, metric);
        points.add(MetricsSchema.ATTRIBUTES, set);
        points.add(MetricsSchema.START_TIME, startTime);
        points.add(MetricsSchema.TIME, time);
        points.add(MetricsSchema.FLAGS, flags);
        points.add(MetricsSchema.VALUE_KIND, valueKind.ordinal());
        points.add(MetricsSchema.VALUE, value);
        points.endRow();
    }

    private static @Nullable RejectReason first(@Nullable RejectReason a, @Nullable RejectReason b) {
        return a != null ? a : b;
    }

    private PointValue.Kind readNumber(ProtoReader in) {
        PointValue.Kind kind = PointValue.Kind.NONE;
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case MetricField.POINT_START_TIME << 3 | ProtoReader.FIXED64 -> startTime = in.readFixed64();
                case MetricField.POINT_TIME << 3 | ProtoReader.FIXED64 -> time = in.readFixed64();
                case MetricField.NUMBER_DOUBLE << 3 | ProtoReader.FIXED64 -> {
                    kind = PointValue.Kind.DOUBLE;
                    value = in.readFixed64();
                }
                case MetricField.NUMBER_INT << 3 | ProtoReader.FIXED64 -> {
                    kind = PointValue.Kind.INT;
                    value = in.readFixed64();
                }
                case MetricField.NUMBER_EXEMPLARS << 3 | ProtoReader.LENGTH_DELIMITED -> readExemplar(in);
                case MetricField.NUMBER_ATTRIBUTES << 3 | ProtoReader.LENGTH_DELIMITED -> sets.add(in);
                case MetricField.NUMBER_FLAGS << 3 | ProtoReader.VARINT -> flags = (int) in.readVarint();
                default -> skip(in, tag, MetricField.NUMBER_FLAGS);
            }
        }
        return kind;
    }

    /** Labels, as OTLP had them before attributes, are unknown fields. */
    private static void skip(ProtoReader in, int tag, int lastKnown) {
        if (tag >>> 3 == LABELS_OF_OLD) {
            in.skip(tag);
        } else {
            in.skipUnknown(tag, lastKnown);
        }
    }

    private PointValue.Kind readHistogram(ProtoReader in) {
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case MetricField.POINT_START_TIME << 3 | ProtoReader.FIXED64 -> startTime = in.readFixed64();
                case MetricField.POINT_TIME << 3 | ProtoReader.FIXED64 -> time = in.readFixed64();
                case MetricField.HISTOGRAM_COUNT << 3 | ProtoReader.FIXED64 -> distributions.count(in.readFixed64());
                case MetricField.HISTOGRAM_SUM << 3 | ProtoReader.FIXED64 -> value = distributions.sum(in);
                case MetricField.HISTOGRAM_BUCKET_COUNTS << 3 | ProtoReader.LENGTH_DELIMITED,
                        MetricField.HISTOGRAM_BUCKET_COUNTS << 3 | ProtoReader.FIXED64 ->
                    distributions.bucketCounts(in, tag);
                case MetricField.HISTOGRAM_BOUNDS << 3 | ProtoReader.LENGTH_DELIMITED,
                        MetricField.HISTOGRAM_BOUNDS << 3 | ProtoReader.FIXED64 -> distributions.bounds(in, tag);
                case MetricField.HISTOGRAM_EXEMPLARS << 3 | ProtoReader.LENGTH_DELIMITED -> readExemplar(in);
                case MetricField.HISTOGRAM_ATTRIBUTES << 3 | ProtoReader.LENGTH_DELIMITED -> sets.add(in);
                case MetricField.HISTOGRAM_FLAGS << 3 | ProtoReader.VARINT -> flags = (int) in.readVarint();
                case MetricField.HISTOGRAM_MIN << 3 | ProtoReader.FIXED64 -> distributions.min(in);
                case MetricField.HISTOGRAM_MAX << 3 | ProtoReader.FIXED64 -> distributions.max(in);
                default -> skip(in, tag, MetricField.HISTOGRAM_MAX);
            }
        }
        return PointValue.Kind.HISTOGRAM;
    }

    private PointValue.Kind readExponential(ProtoReader in) {
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case MetricField.EXPONENTIAL_ATTRIBUTES << 3 | ProtoReader.LENGTH_DELIMITED -> sets.add(in);
                case MetricField.POINT_START_TIME << 3 | ProtoReader.FIXED64 -> startTime = in.readFixed64();
                case MetricField.POINT_TIME << 3 | ProtoReader.FIXED64 -> time = in.readFixed64();
                case MetricField.EXPONENTIAL_COUNT << 3 | ProtoReader.FIXED64 -> distributions.count(in.readFixed64());
                case MetricField.EXPONENTIAL_SUM << 3 | ProtoReader.FIXED64 -> value = distributions.sum(in);
                case MetricField.EXPONENTIAL_SCALE << 3 | ProtoReader.VARINT -> distributions.scale(in.readZigZag32());
                case MetricField.EXPONENTIAL_ZERO_COUNT << 3 | ProtoReader.FIXED64 ->
                    distributions.zeroCount(in.readFixed64());
                case MetricField.EXPONENTIAL_POSITIVE << 3 | ProtoReader.LENGTH_DELIMITED -> distributions.positive(in);
                case MetricField.EXPONENTIAL_NEGATIVE << 3 | ProtoReader.LENGTH_DELIMITED -> distributions.negative(in);
                case MetricField.EXPONENTIAL_FLAGS << 3 | ProtoReader.VARINT -> flags = (int) in.readVarint();
                case MetricField.EXPONENTIAL_EXEMPLARS << 3 | ProtoReader.LENGTH_DELIMITED -> readExemplar(in);
                case MetricField.EXPONENTIAL_MIN << 3 | ProtoReader.FIXED64 -> distributions.min(in);
                case MetricField.EXPONENTIAL_MAX << 3 | ProtoReader.FIXED64 -> distributions.max(in);
                case MetricField.EXPONENTIAL_ZERO_THRESHOLD << 3 | ProtoReader.FIXED64 ->
                    distributions.zeroThreshold(in.readFixed64());
                default -> in.skipUnknown(tag, MetricField.EXPONENTIAL_ZERO_THRESHOLD);
            }
        }
        return PointValue.Kind.EXPONENTIAL_HISTOGRAM;
    }

    private PointValue.Kind readSummary(ProtoReader in) {
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case MetricField.POINT_START_TIME << 3 | ProtoReader.FIXED64 -> startTime = in.readFixed64();
                case MetricField.POINT_TIME << 3 | ProtoReader.FIXED64 -> time = in.readFixed64();
                case MetricField.SUMMARY_COUNT << 3 | ProtoReader.FIXED64 -> distributions.count(in.readFixed64());
                case MetricField.SUMMARY_SUM << 3 | ProtoReader.FIXED64 -> value = distributions.sum(in);
                case MetricField.SUMMARY_QUANTILES << 3 | ProtoReader.LENGTH_DELIMITED -> distributions.quantile(in);
                case MetricField.SUMMARY_ATTRIBUTES << 3 | ProtoReader.LENGTH_DELIMITED -> sets.add(in);
                case MetricField.SUMMARY_FLAGS << 3 | ProtoReader.VARINT -> flags = (int) in.readVarint();
                default -> skip(in, tag, MetricField.SUMMARY_FLAGS);
            }
        }
        return PointValue.Kind.SUMMARY;
    }

    /** An id of another length than its own counts as absent. */
    private void readExemplar(ProtoReader in) {
        Table exemplars = points.nested(MetricsSchema.EXEMPLARS);
        long at = 0;
        PointValue.Kind kind = PointValue.Kind.NONE;
        long bits = 0;
        long high = 0;
        long low = 0;
        long span = 0;
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case MetricField.EXEMPLAR_TIME << 3 | ProtoReader.FIXED64 -> at = in.readFixed64();
                case MetricField.EXEMPLAR_DOUBLE << 3 | ProtoReader.FIXED64 -> {
                    kind = PointValue.Kind.DOUBLE;
                    bits = in.readFixed64();
                }
                case MetricField.EXEMPLAR_INT << 3 | ProtoReader.FIXED64 -> {
                    kind = PointValue.Kind.INT;
                    bits = in.readFixed64();
                }
                case MetricField.EXEMPLAR_SPAN_ID << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    int length = in.readLength();
                    span = length == SpanId.BYTES ? WireId.at(in.buffer(), in.position()) : 0;
                    in.advance(length);
                }
                case MetricField.EXEMPLAR_TRACE_ID << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    int length = in.readLength();
                    high = length == TraceId.BYTES ? WireId.at(in.buffer(), in.position()) : 0;
                    low = length == TraceId.BYTES ? WireId.at(in.buffer(), in.position() + Long.BYTES) : 0;
                    in.advance(length);
                }
                case MetricField.EXEMPLAR_ATTRIBUTES << 3 | ProtoReader.LENGTH_DELIMITED ->
                    attributes.read(in, exemplars, Place.ATTRIBUTES);
                default -> skip(in, tag, MetricField.EXEMPLAR_ATTRIBUTES);
            }
        }
        in.leave(outer);
        exemplars.add(MetricsSchema.EXEMPLAR_TIME, at);
        exemplars.add(MetricsSchema.EXEMPLAR_VALUE_KIND, kind.ordinal());
        exemplars.add(MetricsSchema.EXEMPLAR_VALUE, bits);
        exemplars.add(MetricsSchema.EXEMPLAR_TRACE_ID_HIGH, high);
        exemplars.add(MetricsSchema.EXEMPLAR_TRACE_ID_LOW, low);
        exemplars.add(MetricsSchema.EXEMPLAR_SPAN_ID, span);
        exemplars.endRow();
    }
}

package dev.quipu.model.segment;

import dev.quipu.model.otlp.MetricField;
import dev.quipu.model.otlp.MetricWire;
import dev.quipu.model.otlp.ProtoReader;
import dev.quipu.model.otlp.ProtoWriter;
import dev.quipu.model.segment.ValueRedaction.Change;
import org.jspecify.annotations.Nullable;

/** Reads {@code Metric} messages: what their points share once, then each point. Not thread-safe. */
final class MetricWireReader implements RecordReader {

    private final SideTable metrics;
    private final AttributeReader attributes;
    private final PointWireReader points;
    private final ProtoWriter block = new ProtoWriter(256);

    MetricWireReader(RecordTable table, IntakeLimits limits, IntakeTally tally) {
        this.metrics = table.side(MetricsSchema.METRIC);
        this.attributes = new AttributeReader(table, limits.maxValueDepth());
        this.points = new PointWireReader(table, attributes, tally);
    }

    @Override
    public void read(ProtoReader in, int resource, int scope) {
        int begin = in.position();
        attributes.begin();
        boolean isNamed = readNames(in);
        @Nullable RejectReason reason = isNamed ? attributes.rejection() : RejectReason.INVALID_METRIC_NAME;
        int namesLength = block.size();
        in.seek(begin);
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case MetricField.GAUGE,
                        MetricField.SUM,
                        MetricField.HISTOGRAM,
                        MetricField.EXPONENTIAL_HISTOGRAM,
                        MetricField.SUMMARY -> {
                    in.expect(tag, ProtoReader.LENGTH_DELIMITED);
                    int outer = in.enter();
                    block.truncate(namesLength);
                    readData(in, tag >>> 3, new PointWireReader.Owner(resource, scope, reason));
                    in.leave(outer);
                }
                default -> in.skip(tag);
            }
        }
    }

    /** Copies everything but the data into the block; whether there is a name. */
    private boolean readNames(ProtoReader in) {
        block.clear();
        boolean isNamed = false;
        while (in.hasMore()) {
            int tag = in.readTag();
            int field = tag >>> 3;
            switch (field) {
                case MetricField.NAME, MetricField.DESCRIPTION, MetricField.UNIT -> {
                    in.expect(tag, ProtoReader.LENGTH_DELIMITED);
                    boolean isEmpty = !copy(in, field, false);
                    isNamed |= field == MetricField.NAME && !isEmpty;
                }
                case MetricField.METADATA -> {
                    in.expect(tag, ProtoReader.LENGTH_DELIMITED);
                    copy(in, field, true);
                }
                default -> in.skip(tag);
            }
        }
        return isNamed;
    }

    /** Copies a checked field as it came; false for an empty one, which says nothing. */
    private boolean copy(ProtoReader in, int field, boolean isAttribute) {
        int begin = in.position();
        if (isAttribute) {
            attributes.check(in);
        } else {
            attributes.checkText(in);
        }
        int end = in.position();
        in.seek(begin);
        int length = in.readLength();
        Change change = isAttribute ? attributes.change(in, length) : null;
        if (change != null) {
            block.writeBytes(field, change.message());
        } else if (length > 0 || isAttribute) {
            block.writeBytes(field, in.buffer(), in.position(), length);
        }
        in.seek(end);
        return length > 0;
    }

    private void readData(ProtoReader in, int field, PointWireReader.Owner owner) {
        int begin = in.position();
        int metric = metricOf(in, field);
        in.seek(begin);
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag >>> 3 == MetricField.DATA_POINTS) {
                in.expect(tag, ProtoReader.LENGTH_DELIMITED);
                int outer = in.enter();
                points.read(in, MetricWire.kindOf(field), metric, owner);
                in.leave(outer);
            } else {
                in.skip(tag);
            }
        }
    }

    /** The row of the metric that these data belong to. */
    private int metricOf(ProtoReader in, int field) {
        MetricWire.Aggregation aggregation = MetricWire.Aggregation.read(in, MetricWire.kindOf(field));
        int data = block.begin(field);
        block.writeVarintOrOmit(MetricField.TEMPORALITY, aggregation.temporality());
        block.writeVarintOrOmit(MetricField.MONOTONIC, aggregation.monotonic() ? 1 : 0);
        block.end(data);
        byte[] bytes = block.toBytes();
        return metrics.rowOf(bytes, 0, bytes.length);
    }
}

package dev.quipu.collector.quota;

import dev.quipu.model.Metric;
import dev.quipu.model.otlp.MetricField;
import dev.quipu.model.otlp.MetricWire;
import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.otlp.ProtoReader;
import dev.quipu.model.otlp.ResourceWire;
import java.util.Arrays;

/**
 * Reads of which series each point of a metrics request is, without reading what it measured. A series is what storage
 * takes for one: resource and scope with their attributes, the metric's name, unit, kind and temporality, and the point's
 * attributes, whatever order they came in. Not thread-safe.
 */
final class PointSeries {

    private static final int RESOURCE_ATTRIBUTES = 1;
    private static final int SCOPE_NAME = 1;
    private static final int SCOPE_VERSION = 2;
    private static final int SCOPE_ATTRIBUTES = 3;

    private static final int OF_RESOURCE = 1 << RESOURCE_ATTRIBUTES;
    private static final int OF_SCOPE = 1 << SCOPE_NAME | 1 << SCOPE_VERSION | 1 << SCOPE_ATTRIBUTES;
    private static final int OF_METRIC = 1 << MetricField.NAME | 1 << MetricField.UNIT;

    private static final long[] NONE = {};

    private final SeriesHash hash;
    private final int most;
    private long[] series = new long[256];
    private int points;

    private PointSeries(SeriesHash hash, int most) {
        this.hash = hash;
        this.most = most;
    }

    /**
     * By the order of the points; none of a body that is damaged or holds more than the most points: whoever reads the
     * records refuses it.
     */
    static long[] of(SeriesHash hash, byte[] body, int length, int most) {
        PointSeries all = new PointSeries(hash, most);
        try {
            WireBlocks.each(new ProtoReader(body, 0, length), WireBlocks.RESOURCES, all::readResource);
        } catch (OtlpFormatException e) {
            return NONE;
        }
        return all.points > most ? NONE : Arrays.copyOf(all.series, all.points);
    }

    private void readResource(ProtoReader in) {
        long resource = subject(in, OF_RESOURCE);
        WireBlocks.each(in, ResourceWire.CONTENT, scope -> readScope(scope, resource));
    }

    private void readScope(ProtoReader in, long resource) {
        long owner = SeriesHash.mix(resource, subject(in, OF_SCOPE));
        WireBlocks.each(in, ResourceWire.CONTENT, metric -> readMetric(metric, owner));
    }

    /** The hash of a block's resource or scope; leaves the reader where it was. */
    private long subject(ProtoReader in, int fields) {
        int begin = in.position();
        long[] found = {0};
        WireBlocks.each(in, ResourceWire.SUBJECT, subject -> found[0] += members(subject, fields));
        in.seek(begin);
        return found[0];
    }

    private void readMetric(ProtoReader in, long owner) {
        int begin = in.position();
        long metric = SeriesHash.mix(owner, members(in, OF_METRIC));
        in.seek(begin);
        while (in.hasMore()) {
            int tag = in.readTag();
            int field = tag >>> 3;
            switch (field) {
                case MetricField.GAUGE,
                        MetricField.SUM,
                        MetricField.HISTOGRAM,
                        MetricField.EXPONENTIAL_HISTOGRAM,
                        MetricField.SUMMARY -> {
                    in.expect(tag, ProtoReader.LENGTH_DELIMITED);
                    int outer = in.enter();
                    readData(in, MetricWire.kindOf(field), metric);
                    in.leave(outer);
                }
                default -> in.skip(tag);
            }
        }
    }

    private void readData(ProtoReader in, Metric.Kind kind, long metric) {
        int begin = in.position();
        MetricWire.Aggregation aggregation = MetricWire.Aggregation.read(in, kind);
        in.seek(begin);
        long shape = (long) kind.ordinal() << 40
                | (aggregation.monotonic() ? 1L : 0L) << 32
                | Integer.toUnsignedLong(aggregation.temporality());
        long data = SeriesHash.mix(metric, shape);
        int attributes = 1 << attributesField(kind);
        WireBlocks.each(in, MetricField.DATA_POINTS, point -> add(SeriesHash.mix(data, members(point, attributes))));
    }

    private static int attributesField(Metric.Kind kind) {
        return switch (kind) {
            case GAUGE, SUM -> MetricField.NUMBER_ATTRIBUTES;
            case HISTOGRAM -> MetricField.HISTOGRAM_ATTRIBUTES;
            case EXPONENTIAL_HISTOGRAM -> MetricField.EXPONENTIAL_ATTRIBUTES;
            case SUMMARY -> MetricField.SUMMARY_ATTRIBUTES;
        };
    }

    /** A hash of the texts and attributes at some fields, each by a bit, whatever their order. */
    private long members(ProtoReader in, int fields) {
        long sum = 0;
        while (in.hasMore()) {
            int tag = in.readTag();
            int field = tag >>> 3;
            if ((tag & 7) == ProtoReader.LENGTH_DELIMITED && field < Integer.SIZE && (fields >>> field & 1) != 0) {
                int length = in.readLength();
                if (length > 0) {
                    sum += hash.of(field, in.buffer(), in.position(), length);
                }
                in.advance(length);
            } else {
                in.skip(tag);
            }
        }
        return sum;
    }

    private void add(long one) {
        if (points < most) {
            if (points == series.length) {
                series = Arrays.copyOf(series, 2 * points);
            }
            series[points] = one;
        }
        points++;
    }
}

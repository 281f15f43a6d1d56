package dev.quipu.model.otlp;

import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.Metric;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.Resource;
import dev.quipu.model.Signal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Points as {@code MetricsData}, which on the wire is also {@code ExportMetricsServiceRequest}: for answers and for
 * readers of answers. The way in takes another, allocation-free road.
 */
public final class OtlpMetrics {

    private OtlpMetrics() {}

    /** The points of one {@code Metric} message. */
    private record Member(Resource resource, InstrumentationScope scope, Metric metric, List<MetricPoint> points) {}

    private record Key(Resource resource, InstrumentationScope scope, Metric metric) {}

    /** {@code MetricsData} in the protobuf form; blocks and metrics in the order of their first point. */
    public static byte[] toProtobuf(List<MetricPoint> points) {
        Map<Key, Member> members = new LinkedHashMap<>();
        for (MetricPoint point : points) {
            members.computeIfAbsent(
                            new Key(point.resource(), point.scope(), point.metric()),
                            key -> new Member(key.resource(), key.scope(), key.metric(), new ArrayList<>()))
                    .points()
                    .add(point);
        }
        return OtlpBlocks.write(List.copyOf(members.values()), Member::resource, Member::scope, OtlpMetrics::write);
    }

    /** {@code MetricsData} in the OTLP/JSON form, UTF-8. */
    public static byte[] toJson(List<MetricPoint> points) {
        return OtlpJson.toJson(OtlpMessage.dataOf(Signal.METRICS), toProtobuf(points));
    }

    /**
     * Reads {@code MetricsData} in the protobuf form.
     *
     * @throws OtlpFormatException when it is not that
     */
    public static List<MetricPoint> read(byte[] metricsData, int length) {
        return OtlpBlocks.read(metricsData, length, OtlpMetrics::read).stream()
                .flatMap(List::stream)
                .toList();
    }

    private static void write(ProtoWriter out, Member member) {
        Metric metric = member.metric();
        MetricWire.writeNames(out, metric);
        int data = out.begin(MetricWire.dataField(metric.kind()));
        for (MetricPoint point : member.points()) {
            int message = out.begin(MetricField.DATA_POINTS);
            PointWriter.write(out, metric.kind(), point);
            out.end(message);
        }
        out.writeVarintOrOmit(MetricField.TEMPORALITY, metric.temporality());
        out.writeVarintOrOmit(MetricField.MONOTONIC, metric.monotonic() ? 1 : 0);
        out.end(data);
        AnyValueWire.writeAll(out, MetricField.METADATA, metric.metadata());
    }

    private static List<MetricPoint> read(ProtoReader in, Resource resource, InstrumentationScope scope) {
        int begin = in.position();
        Metric metric = MetricWire.read(in);
        in.seek(begin);
        int dataField = MetricWire.dataField(metric.kind());
        List<MetricPoint> points = new ArrayList<>();
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag >>> 3 != dataField) {
                in.skip(tag);
                continue;
            }
            int data = in.enter();
            while (in.hasMore()) {
                int field = in.readTag();
                if (field >>> 3 == MetricField.DATA_POINTS) {
                    int message = in.enter();
                    points.add(new PointParser(resource, scope, metric).read(in));
                    in.leave(message);
                } else {
                    in.skip(field);
                }
            }
            in.leave(data);
        }
        return points;
    }
}

package dev.quipu.model.otlp;

import dev.quipu.model.KeyValue;
import dev.quipu.model.Metric;
import java.util.ArrayList;
import java.util.List;

/** {@code Metric} messages without their points, and lists of attributes as messages of their own. */
public final class MetricWire {

    /** Field of the attributes in a message that holds nothing else, as in {@code KeyValueList}. */
    public static final int ATTRIBUTES = 1;

    private MetricWire() {}

    /** The field of a metric's data in {@code Metric}. */
    public static int dataField(Metric.Kind kind) {
        return switch (kind) {
            case GAUGE -> MetricField.GAUGE;
            case SUM -> MetricField.SUM;
            case HISTOGRAM -> MetricField.HISTOGRAM;
            case EXPONENTIAL_HISTOGRAM -> MetricField.EXPONENTIAL_HISTOGRAM;
            case SUMMARY -> MetricField.SUMMARY;
        };
    }

    /** Writes everything but the data. */
    static void writeNames(ProtoWriter out, Metric metric) {
        out.writeStringOrOmit(MetricField.NAME, metric.name());
        out.writeStringOrOmit(MetricField.DESCRIPTION, metric.description());
        out.writeStringOrOmit(MetricField.UNIT, metric.unit());
    }

    /** Reads the rest of the reader as a {@code Metric}; points are passed over. */
    public static Metric read(ProtoReader in) {
        String name = "";
        String description = "";
        String unit = "";
        List<KeyValue> metadata = new ArrayList<>();
        Metric.Kind kind = Metric.Kind.GAUGE;
        Aggregation aggregation = new Aggregation(0, false);
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case MetricField.NAME -> name = in.readString();
                case MetricField.DESCRIPTION -> description = in.readString();
                case MetricField.UNIT -> unit = in.readString();
                case MetricField.METADATA -> metadata.add(AnyValueWire.readNested(in));
                case MetricField.GAUGE,
                        MetricField.SUM,
                        MetricField.HISTOGRAM,
                        MetricField.EXPONENTIAL_HISTOGRAM,
                        MetricField.SUMMARY -> {
                    kind = kindOf(tag >>> 3);
                    int outer = in.enter();
                    aggregation = Aggregation.read(in, kind);
                    in.leave(outer);
                }
                default -> in.skip(tag);
            }
        }
        return new Metric(name, description, unit, metadata, kind, aggregation.temporality(), aggregation.monotonic());
    }

    /**
     * What the data of a metric say besides their points.
     *
     * @param temporality as OTLP numbers it; 0 for a kind that has none
     * @param monotonic false for every kind but a sum
     */
    public record Aggregation(int temporality, boolean monotonic) {

        /** Reads the rest of the reader as data of that kind; points are passed over, and fields of other kinds. */
        public static Aggregation read(ProtoReader in, Metric.Kind kind) {
            int temporality = 0;
            boolean monotonic = false;
            while (in.hasMore()) {
                int tag = in.readTag();
                if (tag == (MetricField.TEMPORALITY << 3 | ProtoReader.VARINT) && kind.hasTemporality()) {
                    temporality = (int) in.readVarint();
                } else if (tag == (MetricField.MONOTONIC << 3 | ProtoReader.VARINT) && kind == Metric.Kind.SUM) {
                    monotonic = in.readVarint() != 0;
                } else {
                    in.skip(tag);
                }
            }
            return new Aggregation(temporality, monotonic);
        }
    }

    /** The kind whose data lies under that field of {@code Metric}. */
    public static Metric.Kind kindOf(int dataField) {
        return switch (dataField) {
            case MetricField.GAUGE -> Metric.Kind.GAUGE;
            case MetricField.SUM -> Metric.Kind.SUM;
            case MetricField.HISTOGRAM -> Metric.Kind.HISTOGRAM;
            case MetricField.EXPONENTIAL_HISTOGRAM -> Metric.Kind.EXPONENTIAL_HISTOGRAM;
            case MetricField.SUMMARY -> Metric.Kind.SUMMARY;
            default -> throw new OtlpFormatException("metric: expected a field of data, got " + dataField);
        };
    }

    /** Reads the rest of the reader as a list of attributes. */
    public static List<KeyValue> readAttributes(ProtoReader in) {
        List<KeyValue> attributes = new ArrayList<>();
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag == (ATTRIBUTES << 3 | ProtoReader.LENGTH_DELIMITED)) {
                attributes.add(AnyValueWire.readNested(in));
            } else {
                in.skip(tag);
            }
        }
        return attributes;
    }
}

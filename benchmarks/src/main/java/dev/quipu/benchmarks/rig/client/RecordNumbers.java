package dev.quipu.benchmarks.rig.client;

import dev.quipu.model.AnyValue;
import dev.quipu.model.KeyValue;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.PointValue;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentReader;
import java.util.List;
import java.util.function.LongConsumer;

/** Reads the numbers of a rig's records back from segments. */
public final class RecordNumbers {

    /** Where spans and log records have theirs. */
    public static final String ATTRIBUTE = "rig.number";

    /** The number of a record that has none. */
    public static final long NONE = -1;

    private RecordNumbers() {}

    /** Every record's number, or {@link #NONE}. */
    public static void each(Segment segment, LongConsumer number) {
        SegmentReader reader = SegmentReader.of(segment);
        for (int group = 0; group < segment.head().rowGroupCount(); group++) {
            int rows = segment.head().rowGroups().get(group).rows();
            switch (segment.head().signal()) {
                case TRACES ->
                    reader.rowGroup(group).spans(0, rows).forEach(span -> number.accept(of(span.attributes())));
                case LOGS -> reader.logs(group).logs(0, rows).forEach(log -> number.accept(of(log.attributes())));
                case METRICS -> reader.points(group).points(0, rows).forEach(point -> number.accept(of(point)));
            }
        }
    }

    /** The number among attributes, or {@link #NONE}. */
    public static long of(List<KeyValue> attributes) {
        for (KeyValue attribute : attributes) {
            if (attribute.key().equals(ATTRIBUTE) && attribute.value() instanceof AnyValue.IntValue number) {
                return number.value();
            }
        }
        return NONE;
    }

    private static long of(MetricPoint point) {
        return point.value() instanceof PointValue.IntValue number ? number.value() : NONE;
    }
}

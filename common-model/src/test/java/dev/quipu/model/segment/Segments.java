package dev.quipu.model.segment;

import dev.quipu.model.LogRecord;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.Signal;
import dev.quipu.model.Span;
import dev.quipu.model.otlp.OtlpLogs;
import dev.quipu.model.otlp.OtlpMetrics;
import dev.quipu.model.otlp.OtlpTraces;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Segments from spans and back, for tests. */
public final class Segments {

    private Segments() {}

    public static RecordRequest request(List<Span> spans) {
        byte[] body = OtlpTraces.toProtobuf(spans);
        return new RecordRequest(RequestKey.ofBody("default", Signal.TRACES, body, body.length), body, body.length);
    }

    /** One segment for each day of the spans. */
    public static List<Segment> of(List<Span> spans) {
        return of(RecordBatch.read(Signal.TRACES, List.of(request(spans)), IntakeLimits.DEFAULT), Set.of());
    }

    static List<Segment> of(RecordBatch batch, Set<RequestKey> duplicates) {
        List<Segment> segments = new ArrayList<>();
        for (RecordBatch.Partition partition : batch.partitions(1, 1_795_000_000_000_000_000L)) {
            SegmentId id = new SegmentId(7, segments.size());
            segments.add(Segment.parse(partition
                    .encode(id, "default", 1_795_000_000_000_000_001L, duplicates)
                    .framed()));
        }
        return segments;
    }

    /** One segment for each day of the records. */
    public static List<Segment> ofLogs(List<LogRecord> logs) {
        return of(Signal.LOGS, OtlpLogs.toProtobuf(logs));
    }

    /** One segment for each day of the points. */
    public static List<Segment> ofPoints(List<MetricPoint> points) {
        return of(Signal.METRICS, OtlpMetrics.toProtobuf(points));
    }

    private static List<Segment> of(Signal signal, byte[] body) {
        RecordRequest request =
                new RecordRequest(RequestKey.ofBody("default", signal, body, body.length), body, body.length);
        return of(RecordBatch.read(signal, List.of(request), IntakeLimits.DEFAULT), Set.of());
    }

    public static List<MetricPoint> points(List<Segment> segments) {
        List<MetricPoint> points = new ArrayList<>();
        for (Segment segment : segments) {
            SegmentReader reader = SegmentReader.of(segment);
            for (int group = 0; group < segment.head().rowGroupCount(); group++) {
                PointRows rows = reader.points(group);
                points.addAll(rows.points(0, rows.size()));
            }
        }
        return points;
    }

    public static List<LogRecord> logs(List<Segment> segments) {
        List<LogRecord> logs = new ArrayList<>();
        for (Segment segment : segments) {
            SegmentReader reader = SegmentReader.of(segment);
            for (int group = 0; group < segment.head().rowGroupCount(); group++) {
                LogRows rows = reader.logs(group);
                logs.addAll(rows.logs(0, rows.size()));
            }
        }
        return logs;
    }

    public static List<Span> spans(List<Segment> segments) {
        List<Span> spans = new ArrayList<>();
        for (Segment segment : segments) {
            SegmentReader reader = SegmentReader.of(segment);
            for (int group = 0; group < segment.head().rowGroupCount(); group++) {
                SpanRows rows = reader.rowGroup(group);
                spans.addAll(rows.spans(0, rows.size()));
            }
        }
        return spans;
    }
}

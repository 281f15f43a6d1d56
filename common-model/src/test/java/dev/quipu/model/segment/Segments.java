package dev.quipu.model.segment;

import dev.quipu.model.Signal;
import dev.quipu.model.Span;
import dev.quipu.model.otlp.OtlpTraces;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Segments from spans and back, for tests. */
public final class Segments {

    private Segments() {}

    public static TracesRequest request(List<Span> spans) {
        byte[] body = OtlpTraces.toProtobuf(spans);
        return new TracesRequest(RequestKey.ofBody("default", Signal.TRACES, body, body.length), body, body.length);
    }

    /** One segment for each day of the spans. */
    public static List<Segment> of(List<Span> spans) {
        return of(TracesBatch.read(List.of(request(spans)), IntakeLimits.DEFAULT), Set.of());
    }

    static List<Segment> of(TracesBatch batch, Set<RequestKey> duplicates) {
        List<Segment> segments = new ArrayList<>();
        for (TracesBatch.Partition partition : batch.partitions(1, 1_795_000_000_000_000_000L)) {
            SegmentId id = new SegmentId(7, segments.size());
            segments.add(Segment.parse(partition.encode(id, "default", 1_795_000_000_000_000_001L, duplicates)));
        }
        return segments;
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

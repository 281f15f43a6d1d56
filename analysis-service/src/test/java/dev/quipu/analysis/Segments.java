package dev.quipu.analysis;

import dev.quipu.model.Signal;
import dev.quipu.model.Span;
import dev.quipu.model.otlp.OtlpTraces;
import dev.quipu.model.segment.IntakeLimits;
import dev.quipu.model.segment.RecordBatch;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.SegmentId;
import java.util.List;
import java.util.Set;

/** Segments as a collector makes them. */
public final class Segments {

    private Segments() {}

    /** A framed segment of traces. @param spans of one day */
    public static byte[] framed(SegmentId id, List<Span> spans) {
        byte[] body = OtlpTraces.toProtobuf(spans);
        RecordRequest request =
                new RecordRequest(RequestKey.ofBody("default", Signal.TRACES, body, body.length), body, body.length);
        return RecordBatch.read(Signal.TRACES, List.of(request), IntakeLimits.DEFAULT)
                .partitions(1, SpanBuilder.START)
                .get(0)
                .encode(id, "default", SpanBuilder.START, Set.of())
                .framed();
    }
}

package dev.quipu.benchmarks.micro;

import dev.quipu.benchmarks.spans.RequestEncoding;
import dev.quipu.benchmarks.spans.SpanWorkload;
import dev.quipu.benchmarks.spans.WorkloadBuilder;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.IntakeLimits;
import dev.quipu.model.segment.RecordBatch;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentMerger;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The generator's spans in the shapes that the codec works on. */
final class Samples {

    static final int SPANS_PER_REQUEST = 512;
    /** As many as the collector puts into one segment under load. */
    static final int REQUESTS_PER_BATCH = 20;

    static final int SPANS_PER_BATCH = REQUESTS_PER_BATCH * SPANS_PER_REQUEST;
    /** As many batches as compaction makes one segment of. */
    static final int BATCHES = 10;

    static final int MERGED_SPANS = BATCHES * SPANS_PER_BATCH;
    static final String TENANT = "default";

    private static final AtomicLong SEQUENCE = new AtomicLong();

    private Samples() {}

    static SpanWorkload workload() {
        return new WorkloadBuilder(1, RequestEncoding.OTLP, SPANS_PER_REQUEST).build(1, MERGED_SPANS);
    }

    static List<RecordRequest> batch(SpanWorkload workload) {
        return IntStream.range(0, REQUESTS_PER_BATCH)
                .mapToObj(i -> workload.next(nowUnixNano()).toBytes())
                .map(body -> new RecordRequest(
                        RequestKey.ofBody(TENANT, Signal.TRACES, body, body.length), body, body.length))
                .toList();
    }

    /** All of a batch lies in one day and one bucket. */
    static byte[] encoded(RecordBatch batch) {
        return batch.partitions(1, nowUnixNano())
                .get(0)
                .encode(nextId(), TENANT, nowUnixNano(), Set.of())
                .framed();
    }

    static List<Segment> segments() {
        SpanWorkload workload = workload();
        return IntStream.range(0, BATCHES)
                .mapToObj(i ->
                        Segment.parse(encoded(RecordBatch.read(Signal.TRACES, batch(workload), IntakeLimits.DEFAULT))))
                .toList();
    }

    static Segment merged() {
        return Segment.parse(
                SegmentMerger.merge(segments(), MERGED_SPANS, ids()).get(0));
    }

    static Supplier<SegmentId> ids() {
        return Samples::nextId;
    }

    private static SegmentId nextId() {
        return new SegmentId(1, SEQUENCE.incrementAndGet());
    }

    private static long nowUnixNano() {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }
}

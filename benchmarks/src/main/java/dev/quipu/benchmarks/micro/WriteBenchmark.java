package dev.quipu.benchmarks.micro;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.quipu.benchmarks.spans.SpanWorkload;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.IntakeLimits;
import dev.quipu.model.segment.RecordBatch;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentMerger;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Spans a second on one core, from OTLP bytes to a finished segment and to a merged one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 6, time = 3)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC"})
public class WriteBenchmark {

    private final SpanWorkload workload = Samples.workload();
    private final List<RecordRequest> requests = Samples.batch(workload);
    private final RecordBatch batch = RecordBatch.read(Signal.TRACES, requests, IntakeLimits.DEFAULT);
    private final List<Segment> segments = Samples.segments();
    private final ByteBuffer target =
            ByteBuffer.allocateDirect(workload.maxBytes()).order(ByteOrder.LITTLE_ENDIAN);

    /** Everything that the collector computes for a request. */
    @Benchmark
    @OperationsPerInvocation(Samples.SPANS_PER_BATCH)
    public byte[] decodeAndEncode() {
        return Samples.encoded(RecordBatch.read(Signal.TRACES, requests, IntakeLimits.DEFAULT));
    }

    @Benchmark
    @OperationsPerInvocation(Samples.SPANS_PER_BATCH)
    public RecordBatch decode() {
        return RecordBatch.read(Signal.TRACES, requests, IntakeLimits.DEFAULT);
    }

    @Benchmark
    @OperationsPerInvocation(Samples.SPANS_PER_BATCH)
    public byte[] encode() {
        return Samples.encoded(batch);
    }

    /** For comparison: only the generated protobuf classes' objects. */
    @Benchmark
    @OperationsPerInvocation(Samples.SPANS_PER_BATCH)
    public void decodeWithGeneratedClasses(Blackhole sink) throws InvalidProtocolBufferException {
        for (RecordRequest request : requests) {
            sink.consume(ExportTraceServiceRequest.parseFrom(request.body()));
        }
    }

    /** Compaction: ten segments into one. */
    @Benchmark
    @OperationsPerInvocation(Samples.MERGED_SPANS)
    public List<byte[]> merge() {
        return SegmentMerger.merge(segments, Samples.MERGED_SPANS, Samples.ids());
    }

    /** What the load driver itself costs: making a request unlike any before. */
    @Benchmark
    @OperationsPerInvocation(Samples.SPANS_PER_REQUEST)
    public ByteBuffer generate() {
        workload.next(System.nanoTime()).writeTo(target, 0);
        return target;
    }
}

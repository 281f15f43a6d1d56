package dev.quipu.benchmarks.micro;

import dev.quipu.model.Signal;
import dev.quipu.model.Span;
import dev.quipu.model.otlp.OtlpTraces;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.query.RecordMatcher;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.model.segment.SpanRows;
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

/** Values or spans a second on one core, out of a merged segment in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 6, time = 3)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC"})
public class ReadBenchmark {

    private static final int COLUMNS = 2;
    private static final RecordMatcher STATUS_AND_DURATION =
            RecordMatcher.of(RecordFilter.parse(Signal.TRACES, "status = error && duration > 300ms"));
    private static final RecordMatcher ATTRIBUTE =
            RecordMatcher.of(RecordFilter.parse(Signal.TRACES, "span.user.id = \"u-77\""));

    private final Segment segment = Samples.merged();
    private final List<Span> trace = SegmentReader.of(segment).rowGroup(0).spans(0, Samples.SPANS_PER_REQUEST);

    /** Values a second: start and duration of every span. */
    @Benchmark
    @OperationsPerInvocation(Samples.MERGED_SPANS * COLUMNS)
    public long readTwoColumns() {
        SegmentReader reader = SegmentReader.of(segment);
        long sum = 0;
        for (int group = 0; group < segment.head().rowGroupCount(); group++) {
            SpanRows rows = reader.rowGroup(group);
            for (int row = 0; row < rows.size(); row++) {
                sum += rows.startTimeUnixNano(row) ^ rows.durationNanos(row);
            }
        }
        return sum;
    }

    /** Spans a second that a search for status and duration looks at. */
    @Benchmark
    @OperationsPerInvocation(Samples.MERGED_SPANS)
    public int matchStatusAndDuration() {
        return matches(STATUS_AND_DURATION);
    }

    /** Spans a second that a search for an attribute's value looks at when no filter keeps it away. */
    @Benchmark
    @OperationsPerInvocation(Samples.MERGED_SPANS)
    public int matchAttribute() {
        return matches(ATTRIBUTE);
    }

    private int matches(RecordMatcher matcher) {
        SegmentReader reader = SegmentReader.of(segment);
        int found = 0;
        for (int group = 0; group < segment.head().rowGroupCount(); group++) {
            found += matcher.match(reader.rowGroup(group)).length;
        }
        return found;
    }

    /** Spans a second with every field. */
    @Benchmark
    @OperationsPerInvocation(Samples.MERGED_SPANS)
    public void readWholeSpans(Blackhole sink) {
        SegmentReader reader = SegmentReader.of(segment);
        for (int group = 0; group < segment.head().rowGroupCount(); group++) {
            SpanRows rows = reader.rowGroup(group);
            sink.consume(rows.spans(0, rows.size()));
        }
    }

    @Benchmark
    @OperationsPerInvocation(Samples.SPANS_PER_REQUEST)
    public byte[] writeOtlpProtobuf() {
        return OtlpTraces.toProtobuf(trace);
    }

    @Benchmark
    @OperationsPerInvocation(Samples.SPANS_PER_REQUEST)
    public byte[] writeOtlpJson() {
        return OtlpTraces.toJson(trace);
    }
}

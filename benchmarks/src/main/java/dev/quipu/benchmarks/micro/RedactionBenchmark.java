package dev.quipu.benchmarks.micro;

import dev.quipu.benchmarks.spans.SpanWorkload;
import dev.quipu.model.Signal;
import dev.quipu.model.redaction.Detector;
import dev.quipu.model.redaction.RedactionAction;
import dev.quipu.model.redaction.RedactionKey;
import dev.quipu.model.redaction.RedactionPlace;
import dev.quipu.model.redaction.RedactionPlan;
import dev.quipu.model.redaction.RedactionRule;
import dev.quipu.model.segment.IntakeLimits;
import dev.quipu.model.segment.RecordBatch;
import dev.quipu.model.segment.RecordRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Spans a second on one core from OTLP bytes to a finished segment, without and with rules. The batches are many more than
 * a plan remembers values of.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 6, time = 3)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC"})
public class RedactionBenchmark {

    private static final int BATCHES = 6;
    private static final List<String> KEYS =
            List.of("(?i)password", "(?i)secret", "authorization", "cookie", "^session\\.", "api[._-]?key$");
    private static final List<String> PATTERNS = List.of(
            "acct-[0-9]+",
            "\\binternal-[a-z]+\\b",
            "x-api-key=[^&]+",
            "sig=[0-9a-f]{16,}",
            "IBAN [A-Z0-9]+",
            "pin=\\d{4}",
            "tok_[A-Za-z0-9]{8,}");

    /** How many rules a tenant has. */
    @Param({"0", "20"})
    public int rules;

    private final SpanWorkload workload = Samples.workload();
    private final List<List<RecordRequest>> batches =
            IntStream.range(0, BATCHES).mapToObj(i -> Samples.batch(workload)).toList();
    private RedactionPlan plan = plan(0);
    private int next;

    @Setup
    public void compile() {
        plan = plan(rules);
    }

    /** Of so many rules, twenty at most: detectors, whole values by key, and expressions. */
    static RedactionPlan plan(int rules) {
        return RedactionPlan.of(all().subList(0, rules), Signal.TRACES, new RedactionKey(new byte[32]));
    }

    private static List<RedactionRule> all() {
        List<RedactionRule> all = new ArrayList<>();
        for (Detector detector : Detector.values()) {
            all.add(rule(detector.label(), Optional.empty(), Set.of(detector), Optional.empty(), RedactionAction.HASH));
        }
        KEYS.forEach(keys -> all.add(rule(keys, Optional.of(keys), Set.of(), Optional.empty(), RedactionAction.DROP)));
        PATTERNS.forEach(
                text -> all.add(rule(text, Optional.empty(), Set.of(), Optional.of(text), RedactionAction.MASK)));
        return all;
    }

    private static RedactionRule rule(
            String name,
            Optional<String> keys,
            Set<Detector> detectors,
            Optional<String> pattern,
            RedactionAction action) {
        return new RedactionRule(
                name,
                name,
                true,
                EnumSet.allOf(Signal.class),
                keys,
                detectors,
                pattern,
                action,
                0,
                EnumSet.allOf(RedactionPlace.class));
    }

    private List<RecordRequest> batch() {
        next = (next + 1) % BATCHES;
        return batches.get(next);
    }

    @Benchmark
    @OperationsPerInvocation(Samples.SPANS_PER_BATCH)
    public byte[] redactDecodeAndEncode() {
        List<RecordRequest> redacted =
                batch().stream().map(request -> redacted(plan, request)).toList();
        return Samples.encoded(RecordBatch.read(Signal.TRACES, redacted, IntakeLimits.DEFAULT));
    }

    @Benchmark
    @OperationsPerInvocation(Samples.SPANS_PER_BATCH)
    public void redact(Blackhole sink) {
        batch().forEach(request -> sink.consume(redacted(plan, request)));
    }

    static RecordRequest redacted(RedactionPlan plan, RecordRequest request) {
        return plan.isEmpty() ? request : request.redactedBy(plan.onRead());
    }
}

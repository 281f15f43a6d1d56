package dev.quipu.benchmarks.micro;

import com.sun.management.OperatingSystemMXBean;
import dev.quipu.model.Signal;
import dev.quipu.model.redaction.Redacted;
import dev.quipu.model.redaction.RedactionPlan;
import dev.quipu.model.segment.IntakeLimits;
import dev.quipu.model.segment.RecordBatch;
import dev.quipu.model.segment.RecordRequest;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What twenty rules add to the processor time of a span from OTLP bytes to a finished segment: rounds without rules, with
 * rules at work while records are read, and with rules applied to the bytes before, by turns in one process, so that
 * whatever else the machine does meets all alike.
 */
public final class RedactionCost {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int BATCHES = 6;
    private static final int WARMUP_ROUNDS = 8;

    private final List<List<RecordRequest>> batches;

    /** Microseconds a span: of the thread, and of the process with collection of garbage. */
    private record Cost(double thread, double process) {}

    private RedactionCost() {
        var workload = Samples.workload();
        batches = IntStream.range(0, BATCHES)
                .mapToObj(i -> Samples.batch(workload))
                .toList();
    }

    /** @param arguments how many rounds are measured; 20 when there is none */
    public static void main(String[] arguments) {
        new RedactionCost().measure(arguments.length == 0 ? 20 : Integer.parseInt(arguments[0]));
    }

    private void measure(int rounds) {
        RedactionPlan plan = RedactionBenchmark.plan(20);
        Cost[] without = new Cost[rounds];
        Cost[] reading = new Cost[rounds];
        Cost[] before = new Cost[rounds];
        for (int round = -WARMUP_ROUNDS; round < rounds; round++) {
            int kept = Math.max(0, round);
            without[kept] = cost(request -> request);
            reading[kept] = cost(request -> RedactionBenchmark.redacted(plan, request));
            before[kept] = cost(request -> {
                Redacted redacted = plan.apply(request.body(), request.length());
                return new RecordRequest(request.key(), redacted.body(), redacted.length());
            });
        }
        System.out.println("Medians and quartiles of " + rounds + " rounds, a span:");
        print("without rules", without, without);
        print("twenty rules, while records are read", reading, without);
        print("twenty rules, on the bytes before", before, without);
    }

    private static void print(String what, Cost[] costs, Cost[] base) {
        System.out.printf(
                Locale.ROOT,
                "%-38s %s µs of the thread, %s %% more; %s µs of the process, %s %% more%n",
                what,
                spread(IntStream.range(0, costs.length).mapToDouble(i -> costs[i].thread)),
                spread(IntStream.range(0, costs.length).mapToDouble(i -> 100 * (costs[i].thread / base[i].thread - 1))),
                spread(IntStream.range(0, costs.length).mapToDouble(i -> costs[i].process)),
                spread(IntStream.range(0, costs.length)
                        .mapToDouble(i -> 100 * (costs[i].process / base[i].process - 1))));
    }

    private Cost cost(UnaryOperator<RecordRequest> redaction) {
        long threadBefore = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long processBefore = SYSTEM.getProcessCpuTime();
        for (List<RecordRequest> batch : batches) {
            List<RecordRequest> redacted = batch.stream().map(redaction).toList();
            Samples.encoded(RecordBatch.read(Signal.TRACES, redacted, IntakeLimits.DEFAULT));
        }
        double nanosToMicros = 1e3 * BATCHES * Samples.SPANS_PER_BATCH;
        return new Cost(
                (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - threadBefore) / nanosToMicros,
                (SYSTEM.getProcessCpuTime() - processBefore) / nanosToMicros);
    }

    private static String spread(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f to %.2f)",
                sorted[sorted.length / 2],
                sorted[sorted.length / 4],
                sorted[sorted.length * 3 / 4]);
    }
}

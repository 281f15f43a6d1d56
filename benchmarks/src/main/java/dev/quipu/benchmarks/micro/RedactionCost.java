package dev.quipu.benchmarks.micro;

import com.sun.management.OperatingSystemMXBean;
import dev.quipu.model.Signal;
import dev.quipu.model.redaction.RedactionPlan;
import dev.quipu.model.segment.IntakeLimits;
import dev.quipu.model.segment.RecordBatch;
import dev.quipu.model.segment.RecordRequest;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What redaction adds to the processor time of a span from OTLP bytes to a finished segment: rounds with and without rules
 * by turns in one process, garbage collection included, so that whatever else the machine does meets both alike.
 */
public final class RedactionCost {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int BATCHES = 6;
    private static final int WARMUP_ROUNDS = 8;

    private final List<List<RecordRequest>> batches;

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
        RedactionPlan none = RedactionBenchmark.plan(0);
        RedactionPlan twenty = RedactionBenchmark.plan(20);
        double[] without = new double[rounds];
        double[] with = new double[rounds];
        for (int round = -WARMUP_ROUNDS; round < rounds; round++) {
            double bare = microsPerSpan(none);
            double redacted = microsPerSpan(twenty);
            if (round >= 0) {
                without[round] = bare;
                with[round] = redacted;
            }
        }
        double[] shares = IntStream.range(0, rounds)
                .mapToDouble(round -> 100 * (with[round] / without[round] - 1))
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "CPU per span: without rules %s µs, with twenty %s µs: %s %% more (median and quartiles of %d rounds)%n",
                spread(without),
                spread(with),
                spread(shares),
                rounds);
    }

    private double microsPerSpan(RedactionPlan plan) {
        long before = Boolean.getBoolean("thread")
                ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
                : SYSTEM.getProcessCpuTime();
        for (List<RecordRequest> batch : batches) {
            List<RecordRequest> redacted = batch.stream()
                    .map(request -> RedactionBenchmark.redacted(plan, request))
                    .toList();
            Samples.encoded(RecordBatch.read(Signal.TRACES, redacted, IntakeLimits.DEFAULT));
        }
        return ((Boolean.getBoolean("thread")
                                ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
                                : SYSTEM.getProcessCpuTime())
                        - before)
                / 1e3
                / BATCHES
                / Samples.SPANS_PER_BATCH;
    }

    private static String spread(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f to %.2f)",
                sorted[sorted.length / 2],
                sorted[sorted.length / 4],
                sorted[sorted.length * 3 / 4]);
    }
}

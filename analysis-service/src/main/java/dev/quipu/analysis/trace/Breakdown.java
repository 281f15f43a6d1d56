package dev.quipu.analysis.trace;

import dev.quipu.model.Span;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the time of a trace went, by operation.
 *
 * @param lines those with most time on the critical path first, then those with most self time
 */
public record Breakdown(List<Line> lines) {

    private static final Comparator<Line> MOST_CRITICAL = Comparator.comparingLong(Line::criticalNanos)
            .thenComparingLong(Line::selfNanos)
            .reversed()
            .thenComparing(Line::operation);

    public Breakdown {
        lines = List.copyOf(lines);
    }

    /**
     * The spans of one operation, times in nanoseconds.
     *
     * @param errors spans whose status is an error
     * @param totalNanos sum of durations, those of spans within each other too
     * @param selfNanos sum of the time without children
     * @param criticalNanos sum of the time on the critical path
     */
    public record Line(
            Operation operation, int spans, int errors, long totalNanos, long selfNanos, long criticalNanos) {

        private Line plus(Line other) {
            return new Line(
                    operation,
                    spans + other.spans,
                    errors + other.errors,
                    Nanos.sum(totalNanos, other.totalNanos),
                    Nanos.sum(selfNanos, other.selfNanos),
                    Nanos.sum(criticalNanos, other.criticalNanos));
        }
    }

    public static Breakdown of(TraceAnalysis analysis) {
        Map<Operation, Line> lines = new TreeMap<>();
        Trace trace = analysis.trace();
        for (int i = 0; i < trace.spans().size(); i++) {
            boolean isError = trace.spans().get(i).status().code() == Span.Status.CODE_ERROR;
            Line line = new Line(
                    Operation.of(trace, i),
                    1,
                    isError ? 1 : 0,
                    analysis.times().durationNanos(i),
                    analysis.selfNanos()[i],
                    analysis.criticalNanos()[i]);
            lines.merge(line.operation(), line, Line::plus);
        }
        return new Breakdown(lines.values().stream().sorted(MOST_CRITICAL).toList());
    }
}

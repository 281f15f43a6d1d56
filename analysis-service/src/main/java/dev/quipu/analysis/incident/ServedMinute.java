package dev.quipu.analysis.incident;

import dev.quipu.model.Span;
import dev.quipu.model.rollup.RollupCell;
import dev.quipu.model.rollup.SpanKey;
import dev.quipu.model.rollup.TemplateKey;

/** What a component served and wrote in one minute. Not thread-safe. */
final class ServedMinute {

    static final ServedMinute NOTHING = new ServedMinute();

    private final DurationCounts durations = new DurationCounts();
    private long spans;
    private long errors;
    private long logs;
    private long errorLogs;

    void add(SpanKey key, RollupCell cell) {
        spans += cell.spans();
        errors += key.statusCode() == Span.Status.CODE_ERROR ? cell.spans() : 0;
        double made = cell.weight() / cell.spans();
        cell.eachDuration((nanos, weight) -> durations.add(nanos, weight / made));
    }

    void addLogs(TemplateKey key, RollupCell cell) {
        logs += cell.spans();
        errorLogs += key.isError() ? cell.spans() : 0;
    }

    long spans() {
        return spans;
    }

    long errors() {
        return errors;
    }

    /** Log records written. */
    long logs() {
        return logs;
    }

    /** Those of severity error and above. */
    long errorLogs() {
        return errorLogs;
    }

    DurationCounts durations() {
        return durations;
    }
}

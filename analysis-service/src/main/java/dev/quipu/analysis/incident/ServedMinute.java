package dev.quipu.analysis.incident;

import dev.quipu.model.Span;
import dev.quipu.model.rollup.RollupCell;
import dev.quipu.model.rollup.SpanKey;

/** What a component served in one minute. Not thread-safe. */
final class ServedMinute {

    static final ServedMinute NOTHING = new ServedMinute();

    private final DurationCounts durations = new DurationCounts();
    private long spans;
    private long errors;

    void add(SpanKey key, RollupCell cell) {
        spans += cell.spans();
        errors += key.statusCode() == Span.Status.CODE_ERROR ? cell.spans() : 0;
        double made = cell.weight() / cell.spans();
        cell.eachDuration((nanos, weight) -> durations.add(nanos, weight / made));
    }

    long spans() {
        return spans;
    }

    long errors() {
        return errors;
    }

    DurationCounts durations() {
        return durations;
    }
}

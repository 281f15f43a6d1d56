package dev.quipu.analysis.rollup;

import dev.quipu.model.Span;
import dev.quipu.model.rollup.RollupCell;

/** All spans of a line, and those with an error. Not thread-safe. */
public record RedSum(RollupCell all, RollupCell errors) {

    public RedSum() {
        this(new RollupCell(), new RollupCell());
    }

    public void add(RedSum other) {
        all.add(other.all);
        errors.add(other.errors);
    }

    public void add(int statusCode, RollupCell cell) {
        all.add(cell);
        if (statusCode == Span.Status.CODE_ERROR) {
            errors.add(cell);
        }
    }
}

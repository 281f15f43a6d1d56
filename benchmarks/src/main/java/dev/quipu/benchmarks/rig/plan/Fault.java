package dev.quipu.benchmarks.rig.plan;

import java.time.Duration;
import java.util.Locale;

/**
 * One fault.
 *
 * @param at after the load began
 * @param length until it is undone; zero for what is over at once
 * @param dice a number of 0 to 2^31 - 1 for what else is left to chance: which backend, how late, how far
 */
public record Fault(Duration at, FaultKind kind, Where where, Duration length, int dice) {

    /** One line of the plan. */
    public String text() {
        String forHowLong = length.isZero() ? "" : String.format(Locale.ROOT, " for %.1f s", length.toMillis() / 1e3);
        return String.format(
                Locale.ROOT, "%7.1f s  %s of %s%s", at.toMillis() / 1e3, kind.label(), where.label(), forHowLong);
    }
}

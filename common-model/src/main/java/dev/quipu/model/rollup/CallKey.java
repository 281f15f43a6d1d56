package dev.quipu.model.rollup;

import java.util.Comparator;

/**
 * Which calls a cell counts, as seen from one end: those whose span at that end started within one step. Who calls whom
 * can turn out otherwise when more spans of a trace come; then what was counted before is counted once more as taken
 * back, and what is known is the difference.
 *
 * @param caller who calls
 * @param callee who is called
 * @param seenBy at which end the durations were taken
 * @param hasFailed whether the calls failed
 * @param isTakenBack whether they were counted before and are not to be
 */
public record CallKey(
        CallNode caller,
        CallNode callee,
        Type type,
        End seenBy,
        boolean hasFailed,
        boolean isTakenBack,
        long startUnixSeconds)
        implements RollupKey<CallKey>, Comparable<CallKey> {

    /** What is between them. The order is part of the format: new ones come last. */
    public enum Type {
        CALL,
        MESSAGE,
        QUERY
    }

    /** An end of a call. */
    public enum End {
        CALLER,
        CALLEE
    }

    private static final Comparator<CallKey> ORDER = Comparator.comparing(CallKey::caller)
            .thenComparing(CallKey::callee)
            .thenComparing(CallKey::type)
            .thenComparing(CallKey::seenBy)
            .thenComparing(CallKey::hasFailed)
            .thenComparing(CallKey::isTakenBack)
            .thenComparingLong(CallKey::startUnixSeconds);

    @Override
    public CallKey at(int resolutionSeconds) {
        long step = RollupKey.stepOf(startUnixSeconds, resolutionSeconds);
        return step == startUnixSeconds
                ? this
                : new CallKey(caller, callee, type, seenBy, hasFailed, isTakenBack, step);
    }

    @Override
    public boolean isOf(String name) {
        return caller.isComponent(name) || callee.isComponent(name);
    }

    @Override
    public CallKey unnamed() {
        return this;
    }

    /** The same as taken back. */
    public CallKey takenBack() {
        return new CallKey(caller, callee, type, seenBy, hasFailed, true, startUnixSeconds);
    }

    CallKey between(CallNode otherCaller, CallNode otherCallee) {
        return new CallKey(otherCaller, otherCallee, type, seenBy, hasFailed, isTakenBack, startUnixSeconds);
    }

    @Override
    public int compareTo(CallKey other) {
        return ORDER.compare(this, other);
    }
}

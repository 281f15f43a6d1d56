package dev.quipu.analysis.trace;

import dev.quipu.model.Span;
import java.util.List;

/**
 * When each span of a trace began and ended, in nanoseconds after the earliest start that was reported. A span that
 * ends before it starts has no duration. Immutable.
 */
public final class Timeline {

    /** Later than this, 146 years after the earliest start, nothing happens. */
    static final long LATEST = Long.MAX_VALUE / 2;

    private final long[] starts;
    private final long[] ends;

    private Timeline(long[] starts, long[] ends) {
        this.starts = starts;
        this.ends = ends;
    }

    /** As the senders' clocks said. */
    public static Timeline reported(Trace trace) {
        List<Span> spans = trace.spans();
        long[] starts = new long[spans.size()];
        long[] ends = new long[spans.size()];
        long earliest = spans.get(0).startTimeUnixNano();
        for (int i = 0; i < starts.length; i++) {
            Span span = spans.get(i);
            starts[i] = since(earliest, span.startTimeUnixNano());
            boolean runsBackwards = Long.compareUnsigned(span.endTimeUnixNano(), span.startTimeUnixNano()) < 0;
            ends[i] = runsBackwards ? starts[i] : since(earliest, span.endTimeUnixNano());
        }
        return new Timeline(starts, ends);
    }

    private static long since(long earliest, long unixNano) {
        long nanos = unixNano - earliest;
        return Long.compareUnsigned(nanos, LATEST) > 0 ? LATEST : nanos;
    }

    /** @param offsetNanos by position, what is added to both times of a span; within 146 years */
    Timeline shifted(long[] offsetNanos) {
        long[] newStarts = new long[starts.length];
        long[] newEnds = new long[ends.length];
        for (int i = 0; i < starts.length; i++) {
            newStarts[i] = starts[i] + offsetNanos[i];
            newEnds[i] = ends[i] + offsetNanos[i];
        }
        return new Timeline(newStarts, newEnds);
    }

    /** Nanoseconds after the trace's earliest reported start; negative only when a clock was corrected. */
    public long start(int span) {
        return starts[span];
    }

    public long end(int span) {
        return ends[span];
    }

    /** Not negative. */
    public long durationNanos(int span) {
        return ends[span] - starts[span];
    }
}

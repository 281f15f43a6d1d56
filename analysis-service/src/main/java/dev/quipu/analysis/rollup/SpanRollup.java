package dev.quipu.analysis.rollup;

import dev.quipu.model.TraceId;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.model.segment.SpanRows;
import dev.quipu.model.segment.SpanSummary;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Adds up the spans of a segment. */
public final class SpanRollup {

    /** Length of a step. */
    public static final int RESOLUTION_SECONDS = 10;

    private SpanRollup() {}

    /**
     * By the time at which spans started.
     *
     * @param segment of traces
     * @param traces whose spans are added up
     * @throws dev.quipu.model.segment.SegmentFormatException when it is damaged
     */
    public static Rollup<SpanKey> of(Segment segment, Predicate<TraceId> traces) {
        Rollup<SpanKey> rollup = new Rollup<>(RollupKind.SPANS, RESOLUTION_SECONDS);
        SegmentReader reader = SegmentReader.of(segment);
        for (int group = 0; group < segment.head().rowGroupCount(); group++) {
            SpanRows rows = reader.rowGroup(group);
            for (int row = 0; row < rows.size(); row++) {
                SpanSummary span = rows.summary(row);
                if (traces.test(span.traceId())) {
                    rollup.cell(key(span)).add(span.durationNanos(), SamplingWeight.of(rows.traceState(row)));
                }
            }
        }
        return rollup;
    }

    private static SpanKey key(SpanSummary span) {
        return new SpanKey(
                span.component().namespace(),
                span.component().name(),
                span.name(),
                span.kind(),
                span.statusCode(),
                stepOf(span.startTimeUnixNano()));
    }

    /**
     * Start of the step that a span counts in, in Unix seconds. One whose start is no time, or after 2262, counts in the
     * first step of all.
     */
    public static long stepOf(long startUnixNano) {
        long seconds = Math.max(0, TimeUnit.NANOSECONDS.toSeconds(startUnixNano));
        return seconds - seconds % RESOLUTION_SECONDS;
    }
}

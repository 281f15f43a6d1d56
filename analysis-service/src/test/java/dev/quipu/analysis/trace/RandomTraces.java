package dev.quipu.analysis.trace;

import static dev.quipu.analysis.SpanBuilder.START;
import static dev.quipu.analysis.SpanBuilder.span;

import dev.quipu.analysis.SpanBuilder;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Traces of all shapes: few ticks, so that spans often begin and end together, and within and beyond their parents. */
public final class RandomTraces {

    static final int TICKS = 90;

    private RandomTraces() {}

    /** Times are ticks of a nanosecond. */
    public static Trace next(Random random) {
        return Trace.of(next(random, SpanBuilder.TRACE));
    }

    /** The spans of a trace with that id. */
    public static List<Span> next(Random random, TraceId traceId) {
        int count = 1 + random.nextInt(14);
        List<Span> spans = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            long from = random.nextInt(TICKS);
            long to = random.nextInt(20) == 0 ? from - 1 : from + random.nextInt((int) (TICKS - from) + 1);
            spans.add(span(i).of(traceId)
                    .under(i == 1 ? 0 : 1 + random.nextInt(i - 1))
                    .in("service-" + random.nextInt(4))
                    .named("work-" + random.nextInt(3))
                    .kind(random.nextInt(Span.Kind.values().length))
                    .from(START + (i == 1 ? 0 : from))
                    .to(START + (i == 1 ? TICKS : to))
                    .build());
        }
        return spans;
    }
}

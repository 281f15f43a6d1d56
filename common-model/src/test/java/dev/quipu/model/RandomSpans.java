package dev.quipu.model;

import java.util.ArrayList;
import java.util.List;

/** Generates spans with every field of OTLP used, the odd values included. Seeded. */
public final class RandomSpans extends RandomValues {

    public RandomSpans(long seed) {
        super(seed);
    }

    /** Traces of 1 to 30 spans, until there are {@code count} spans; ids repeat now and then. */
    public List<Span> spans(int count) {
        List<Span> spans = new ArrayList<>();
        while (spans.size() < count) {
            TraceId trace = new TraceId(random.nextBoolean() ? random.nextLong() : 0, random.nextLong() | 1);
            int length = Math.min(1 + random.nextInt(30), count - spans.size());
            List<SpanId> ids = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                SpanId id = i > 0 && random.nextInt(20) == 0 ? ids.get(0) : new SpanId(random.nextLong() | 1);
                SpanId parent = ids.isEmpty() || random.nextInt(10) == 0
                        ? (random.nextBoolean() ? SpanId.NONE : new SpanId(random.nextLong()))
                        : ids.get(random.nextInt(ids.size()));
                ids.add(id);
                spans.add(span(trace, id, parent));
            }
        }
        return spans;
    }

    private Span span(TraceId trace, SpanId id, SpanId parent) {
        long start = NOW + (long) (random.nextGaussian() * 1e10);
        long end = random.nextInt(50) == 0 ? 0 : start + (long) Math.exp(random.nextGaussian() * 3 + 14);
        return new Span(
                pick(resources),
                pick(scopes),
                trace,
                id,
                parent,
                random.nextInt(10) == 0 ? "vendor=" + text() : "",
                random.nextInt(5) == 0 ? random.nextInt() : 1,
                random.nextInt(20) == 0 ? text() : "GET /api/" + random.nextInt(10),
                random.nextInt(30) == 0 ? random.nextInt() : random.nextInt(6),
                random.nextInt(200) == 0 ? 0 : start,
                end,
                attributes(random.nextInt(9)),
                small(),
                events(),
                small(),
                links(),
                small(),
                random.nextInt(4) == 0
                        ? new Span.Status(random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(3), text())
                        : Span.Status.UNSET);
    }

    private List<Span.Event> events() {
        List<Span.Event> events = new ArrayList<>();
        for (int i = random.nextInt(12) - 8; i > 0; i--) {
            events.add(new Span.Event(random.nextLong(), text(), attributes(random.nextInt(3)), small()));
        }
        return events;
    }

    private List<Span.Link> links() {
        List<Span.Link> links = new ArrayList<>();
        for (int i = random.nextInt(12) - 9; i > 0; i--) {
            boolean absent = random.nextInt(5) == 0;
            links.add(new Span.Link(
                    absent ? 0 : random.nextLong(),
                    absent ? 0 : random.nextLong() | 1,
                    absent ? SpanId.NONE : new SpanId(random.nextLong()),
                    text(),
                    attributes(random.nextInt(3)),
                    small(),
                    random.nextInt()));
        }
        return links;
    }
}

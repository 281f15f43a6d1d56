package dev.quipu.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Generates spans with every field of OTLP used, the odd values included. Seeded. */
public final class RandomSpans {

    private static final long NOW = 1_795_000_000_000_000_000L;

    private final Random random;
    private final List<Resource> resources = new ArrayList<>();
    private final List<InstrumentationScope> scopes = new ArrayList<>();

    public RandomSpans(long seed) {
        random = new Random(seed);
        for (int i = 0; i < 4; i++) {
            List<KeyValue> attributes = new ArrayList<>(attributes(3));
            attributes.add(KeyValue.of(SemanticAttributes.SERVICE_NAME, "service-" + i));
            attributes.add(KeyValue.of(SemanticAttributes.SERVICE_INSTANCE_ID, "instance-" + random.nextInt(3)));
            resources.add(new Resource(
                    attributes,
                    random.nextInt(2),
                    i == 0
                            ? List.of(new Resource.EntityRef(
                                    "https://schema", "service", List.of("service.name"), List.of("a", "")))
                            : List.of(),
                    i == 1 ? "https://opentelemetry.io/schemas/1.30.0" : ""));
            scopes.add(new InstrumentationScope("scope-" + i, i == 2 ? "" : "1." + i, attributes(i), i, text()));
        }
        resources.add(Resource.of(List.of()));
        scopes.add(InstrumentationScope.NONE);
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

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private int small() {
        return random.nextInt(10) == 0 ? random.nextInt() : 0;
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

    private List<KeyValue> attributes(int count) {
        List<KeyValue> attributes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String key = random.nextInt(30) == 0 ? text() : "key." + random.nextInt(12);
            attributes.add(new KeyValue(key, value(0)));
        }
        return attributes;
    }

    private AnyValue value(int depth) {
        return switch (random.nextInt(depth > 3 ? 6 : 9)) {
            case 0, 1 -> AnyValue.of(text());
            case 2 -> AnyValue.of(random.nextBoolean());
            case 3 -> AnyValue.of(random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(600));
            case 4 ->
                AnyValue.of(
                        switch (random.nextInt(5)) {
                            case 0 -> Double.NaN;
                            case 1 -> Double.NEGATIVE_INFINITY;
                            case 2 -> -0.0;
                            default -> random.nextGaussian();
                        });
            case 5 -> random.nextBoolean() ? AnyValue.EMPTY : new AnyValue.BytesValue(bytes());
            case 6 -> AnyValue.of("value-" + random.nextInt(5));
            case 7 -> {
                List<AnyValue> values = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    values.add(value(depth + 1));
                }
                yield new AnyValue.ArrayValue(values);
            }
            default -> {
                List<KeyValue> entries = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    entries.add(new KeyValue(text(), value(depth + 1)));
                }
                yield new AnyValue.MapValue(entries);
            }
        };
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text() {
        return switch (random.nextInt(6)) {
            case 0 -> "";
            case 1 -> "ünïcödé \uD83D\uDE00 " + random.nextInt(10);
            case 2 -> "x".repeat(random.nextInt(200));
            case 3 -> "\u0000\t\"<script>";
            default -> "text-" + random.nextInt(1000);
        };
    }
}

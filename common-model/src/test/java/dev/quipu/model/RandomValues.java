package dev.quipu.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Generates what all records have: resources, scopes and attributes, the odd values included. Seeded. */
class RandomValues {

    static final long NOW = 1_795_000_000_000_000_000L;

    final Random random;
    final List<Resource> resources = new ArrayList<>();
    final List<InstrumentationScope> scopes = new ArrayList<>();

    RandomValues(long seed) {
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

    final <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    final int small() {
        return random.nextInt(10) == 0 ? random.nextInt() : 0;
    }

    final List<KeyValue> attributes(int count) {
        List<KeyValue> attributes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String key = random.nextInt(30) == 0 ? text() : "key." + random.nextInt(12);
            attributes.add(new KeyValue(key, value(0)));
        }
        return attributes;
    }

    final AnyValue value(int depth) {
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

    final String text() {
        return switch (random.nextInt(6)) {
            case 0 -> "";
            case 1 -> "ünïcödé \uD83D\uDE00 " + random.nextInt(10);
            case 2 -> "x".repeat(random.nextInt(200));
            case 3 -> "\u0000\t\"<script>";
            default -> "text-" + random.nextInt(1000);
        };
    }
}

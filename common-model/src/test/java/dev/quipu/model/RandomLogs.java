package dev.quipu.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Generates log records with every field of OTLP used, the odd values included. Seeded. */
public final class RandomLogs extends RandomValues {

    private static final List<String> WORDS =
            List.of("payment", "Timeout", "user", "order_id", "GET", "refused", "the", "a", "naïve", "0x7f", "42");

    public RandomLogs(long seed) {
        super(seed);
    }

    public List<LogRecord> logs(int count) {
        List<LogRecord> logs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            logs.add(log());
        }
        return logs;
    }

    private LogRecord log() {
        long time = NOW + (long) (random.nextGaussian() * 1e10);
        boolean hasTrace = random.nextInt(3) == 0;
        return new LogRecord(
                pick(resources),
                pick(scopes),
                random.nextInt(20) == 0 ? 0 : time,
                random.nextInt(3) == 0 ? time + random.nextInt(1_000_000) : 0,
                random.nextInt(30) == 0 ? random.nextInt() : random.nextInt(25),
                random.nextInt(3) == 0 ? "WARN" : text(),
                body(),
                attributes(random.nextInt(6)),
                small(),
                random.nextInt(5) == 0 ? random.nextInt() : 1,
                hasTrace ? random.nextLong() : 0,
                hasTrace ? random.nextLong() | 1 : 0,
                hasTrace ? new SpanId(random.nextLong()) : SpanId.NONE,
                random.nextInt(4) == 0 ? text() : "");
    }

    private Optional<AnyValue> body() {
        return switch (random.nextInt(8)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(value(0));
            default -> Optional.of(AnyValue.of(sentence()));
        };
    }

    private String sentence() {
        StringBuilder sentence = new StringBuilder();
        for (int i = 1 + random.nextInt(12); i > 0; i--) {
            sentence.append(pick(WORDS)).append(random.nextBoolean() ? " " : "=" + random.nextInt(50) + ", ");
        }
        return sentence.toString();
    }
}

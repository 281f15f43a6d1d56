package dev.quipu.analysis.incident;

import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import dev.quipu.model.rollup.TemplateKey;
import java.util.Random;

/** What components served, minute by minute from {@link #START} on. */
final class ServedSpans {

    /** Start of a minute. */
    static final long START = 1_706_678_880L;

    private static final int SERVER = 2;
    private static final int ERROR = 2;

    final Rollup<SpanKey> rollup = new Rollup<>(RollupKind.SPANS, 60);
    private final Rollup<TemplateKey> logs = new Rollup<>(RollupKind.TEMPLATES, 60);
    private final Random random = new Random(11);

    static long minute(int number) {
        return START + 60L * number;
    }

    /**
     * Some spans of a minute.
     *
     * @param failing share of errors
     * @param slow share that takes two seconds instead of about twenty milliseconds
     */
    ServedSpans add(String component, int minute, int spans, double failing, double slow) {
        for (int i = 0; i < spans; i++) {
            boolean failed = random.nextDouble() < failing;
            double millis = random.nextDouble() < slow ? 2000 : 20 * Math.exp(0.5 * random.nextGaussian());
            rollup.cell(new SpanKey("", component, "", SERVER, failed ? ERROR : 0, minute(minute)))
                    .add((long) (millis * 1e6), 1);
        }
        return this;
    }

    /** Log records of a minute, the first of them errors. */
    ServedSpans addLogs(String component, int minute, int records, int errors) {
        for (int i = 0; i < records; i++) {
            logs.cell(new TemplateKey("", component, 1, i < errors, minute(minute)))
                    .count(1);
        }
        return this;
    }

    ServedMinutes minutes(int count) {
        ServedMinutes minutes = new ServedMinutes(START, minute(count));
        minutes.add(rollup);
        minutes.addLogs(logs);
        return minutes;
    }
}

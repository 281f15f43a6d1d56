package dev.quipu.analysis.prometheus;

import dev.quipu.model.rollup.RollupCell;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/**
 * Writes Prometheus' text format, version 0.0.4. A counter never goes below what it was when it was written before on the
 * same day, as a reader would take that for a start anew.
 */
public final class PageWriter {

    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Upper ends of the buckets. */
    private static final double[] BUCKET_SECONDS = {
        0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.024, 2.048, 4.096, 8.192, 16.384
    };

    private static final double NANOS_PER_SECOND = 1e9;

    private final StringBuilder page = new StringBuilder();
    private final ToDoubleBiFunction<String, Double> atLeast;

    /** @param atLeast gives for a series and its value what is written */
    PageWriter(ToDoubleBiFunction<String, Double> atLeast) {
        this.atLeast = atLeast;
    }

    void family(String name, String type, String help) {
        page.append("# HELP ").append(name).append(' ').append(help).append('\n');
        page.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    void counter(String name, Map<String, String> labels, double value) {
        String series = name + text(labels, "");
        page.append(series)
                .append(' ')
                .append(number(atLeast.applyAsDouble(series, value)))
                .append('\n');
    }

    /** Durations in seconds. */
    void histogram(String name, Map<String, String> labels, RollupCell cell) {
        double[] counts = new double[BUCKET_SECONDS.length];
        cell.eachDuration((nanos, weight) -> {
            for (int bucket = BUCKET_SECONDS.length - 1;
                    bucket >= 0 && nanos <= BUCKET_SECONDS[bucket] * NANOS_PER_SECOND;
                    bucket--) {
                counts[bucket] += weight;
            }
        });
        for (int bucket = 0; bucket < counts.length; bucket++) {
            bucket(name, labels, Double.toString(BUCKET_SECONDS[bucket]), counts[bucket]);
        }
        bucket(name, labels, "+Inf", cell.weight());
        counter(name + "_sum", labels, cell.sumNanos() / NANOS_PER_SECOND);
        counter(name + "_count", labels, cell.weight());
    }

    private void bucket(String name, Map<String, String> labels, String end, double count) {
        String series = name + "_bucket" + text(labels, end);
        page.append(series)
                .append(' ')
                .append(number(atLeast.applyAsDouble(series, count)))
                .append('\n');
    }

    /** @param end of a bucket; empty for none */
    private static String text(Map<String, String> labels, String end) {
        StringBuilder text = new StringBuilder("{");
        labels.forEach((name, value) -> text.append(text.length() == 1 ? "" : ",")
                .append(name)
                .append("=\"")
                .append(escaped(value))
                .append('"'));
        if (!end.isEmpty()) {
            text.append(",le=\"").append(end).append('"');
        }
        return text.append('}').toString();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.9g", value);
    }

    String page() {
        return page.toString();
    }
}

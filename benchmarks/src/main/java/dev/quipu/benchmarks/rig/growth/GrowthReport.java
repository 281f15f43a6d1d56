package dev.quipu.benchmarks.rig.growth;

import dev.quipu.benchmarks.query.Question.Reach;
import dev.quipu.benchmarks.rig.check.Check;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a run found, step by step.
 *
 * @param date on which it was made, as in ISO 8601
 * @param machine that it ran on, as a phrase
 * @param steps one at least, in the order of what was stored
 */
public record GrowthReport(String date, String machine, List<GrowthStep> steps) {

    private static final double MOST_TIMES_COST = 1.1;
    private static final double MOST_TIMES_SEARCH = 2;
    private static final double THOUSAND = 1e3;

    public GrowthReport {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("steps: expected one at least, got none");
        }
    }

    GrowthStep first() {
        return steps.get(0);
    }

    GrowthStep last() {
        return steps.get(steps.size() - 1);
    }

    /** The step whose spans are nearest to a tenth of the last one's: times of answers are held against its. */
    private GrowthStep tenth() {
        return steps.stream()
                .min(Comparator.comparingDouble(step -> Math.abs(step.storedSpans() - last().storedSpans() / 10.0)))
                .orElseThrow();
    }

    /**
     * That a span costs no more than a tenth more at the end, that searches take no more than twice as long over ten times
     * as much, and that no question grows faster than what it is about.
     */
    public List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        checks.add(Check.atMost(
                format("CPU of a span, all hops: times that of the first %s, %s", text(first()), text(last())),
                MOST_TIMES_COST,
                last().intake().cpuMicrosPerSpan() / first().intake().cpuMicrosPerSpan()));
        double timesStored = (double) last().storedSpans() / tenth().storedSpans();
        for (Answers after : last().answers()) {
            checks.add(Check.atMost(
                    format("%s, p50: times that at %s, %s", after.question(), text(tenth()), text(last())),
                    after.reach() == Reach.EVERYTHING ? timesStored : MOST_TIMES_SEARCH,
                    after.millisP50() / tenth().answersTo(after.question()).millisP50()));
        }
        return checks;
    }

    static String text(GrowthStep step) {
        return millions(step.storedSpans());
    }

    /** Rounded to thousands: {@code 0.5 M}, {@code 20 M}. */
    static String millions(long spans) {
        return BigDecimal.valueOf(Math.round(spans / THOUSAND), 3)
                        .stripTrailingZeros()
                        .toPlainString()
                + " M";
    }

    static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    /** @throws IllegalArgumentException when no run has left one there */
    public static GrowthReport read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IllegalArgumentException(
                    file + ": expected what `./quipu rig growth` leaves there, found nothing");
        }
        return of(new JsonObject(Files.readString(file)));
    }

    static GrowthReport of(JsonObject json) {
        return new GrowthReport(
                json.getString("date"),
                json.getString("machine"),
                json.getJsonArray("steps").stream()
                        .map(step -> GrowthStep.of((JsonObject) step))
                        .toList());
    }

    /** In the place of what is there. */
    public void write(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(file, toJson().encode() + "\n");
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("date", date)
                .put("machine", machine)
                .put(
                        "steps",
                        new JsonArray(steps.stream().map(GrowthStep::toJson).toList()));
    }
}

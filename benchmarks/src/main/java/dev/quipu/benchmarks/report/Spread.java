package dev.quipu.benchmarks.report;

import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The same figure from several rounds.
 *
 * @param median of an even number of rounds, the lower of the middle two
 */
public record Spread(double median, double least, double most, int rounds) {

    public static Spread of(Collection<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        if (sorted.isEmpty()) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN, 0);
        }
        return new Spread(
                sorted.get((sorted.size() - 1) / 2), sorted.get(0), sorted.get(sorted.size() - 1), sorted.size());
    }

    /** Of the rounds that have the figure. */
    static Spread of(List<JsonObject> rounds, String key) {
        return of(rounds.stream()
                .filter(round -> round.containsKey(key))
                .map(round -> round.getDouble(key))
                .toList());
    }

    /** The median with that many decimals; the least and the most in brackets when there were several rounds. */
    public String text(int decimals) {
        if (rounds == 0) {
            return "-";
        }
        String number = "%,." + decimals + "f";
        return rounds == 1
                ? String.format(Locale.ROOT, number, median)
                : String.format(Locale.ROOT, number + " (" + number + " - " + number + ")", median, least, most);
    }
}

package dev.quipu.benchmarks.report;

import java.util.List;
import java.util.Locale;

/**
 * A figure that the product has to reach.
 *
 * @param bound in the figure's unit
 * @param isFloor whether more is better
 */
record Target(String name, double bound, boolean isFloor, Spread measured) {

    static Target atLeast(String name, double bound, Spread measured) {
        return new Target(name, bound, true, measured);
    }

    static Target atMost(String name, double bound, Spread measured) {
        return new Target(name, bound, false, measured);
    }

    static String markdown(List<Target> targets) {
        StringBuilder table = new StringBuilder("""
                | what | bound | measured | reached |
                |---|---|---|---|
                """);
        targets.forEach(target -> table.append(target.row()));
        return table.toString();
    }

    private String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %s %,.0f | %s | %s |%n",
                name,
                isFloor ? "at least" : "at most",
                bound,
                measured.text(measured.median() < 100 ? 1 : 0),
                verdict());
    }

    private String verdict() {
        if (measured.rounds() == 0) {
            return "not measured";
        }
        boolean reached = isFloor ? measured.median() >= bound : measured.median() <= bound;
        return reached ? "yes" : "NO";
    }
}

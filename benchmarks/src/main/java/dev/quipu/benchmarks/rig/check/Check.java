package dev.quipu.benchmarks.rig.check;

import java.util.Locale;

/** One thing that has to be so. */
public record Check(String name, String expected, String got, boolean holds) {

    public static Check equal(String name, String expected, String got) {
        return new Check(name, expected, got, expected.equals(got));
    }

    public static Check equal(String name, long expected, long got) {
        return new Check(name, number(expected), number(got), expected == got);
    }

    public static Check atLeast(String name, double bound, double got) {
        return new Check(name, "at least " + number(bound), number(got), got >= bound);
    }

    public static Check atMost(String name, double bound, double got) {
        return new Check(name, "at most " + number(bound), number(got), got <= bound);
    }

    /** One line. */
    public String text() {
        return String.format("%s  %s: expected %s, got %s", holds ? "ok  " : "FAIL", name, expected, got);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%,.2f", value);
    }
}

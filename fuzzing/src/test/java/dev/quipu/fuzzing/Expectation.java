package dev.quipu.fuzzing;

/** What must hold of every input. Needs no assertion library, so that Jazzer instruments little. */
public final class Expectation {

    private Expectation() {}

    public static void equal(String what, Object expected, Object got) {
        if (!expected.equals(got)) {
            throw new AssertionError(what + ": expected " + clip(expected) + ", got " + clip(got));
        }
    }

    public static void holds(String what, boolean condition) {
        if (!condition) {
            throw new AssertionError("expected " + what);
        }
    }

    private static String clip(Object value) {
        String text = String.valueOf(value);
        return text.length() <= 2_000 ? text : text.substring(0, 2_000) + "...";
    }
}

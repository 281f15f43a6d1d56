package dev.quipu.storage.api;

import java.time.Duration;

/** Lengths of time as clients write them: a number of {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}. */
final class Durations {

    private Durations() {}

    /**
     * @param field named in the error
     * @throws IllegalArgumentException for other text
     */
    static Duration parse(String field, String text) {
        int unit = 0;
        while (unit < text.length() && Character.isDigit(text.charAt(unit))) {
            unit++;
        }
        try {
            long number = Long.parseLong(text.substring(0, unit));
            return switch (text.substring(unit)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                default -> throw malformed(field, text);
            };
        } catch (ArithmeticException | NumberFormatException e) {
            throw malformed(field, text);
        }
    }

    private static IllegalArgumentException malformed(String field, String text) {
        return new IllegalArgumentException(field + ": expected a number of ms, s, m, h or d, got '" + text + "'");
    }
}

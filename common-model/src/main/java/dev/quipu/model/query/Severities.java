package dev.quipu.model.query;

import java.util.List;
import java.util.function.LongPredicate;

/** Severity numbers by word: OTLP gives each word four of them. */
final class Severities {

    private static final List<String> WORDS = List.of("trace", "debug", "info", "warn", "error", "fatal");
    private static final int NUMBERS_PER_WORD = 4;

    private Severities() {}

    /** The numbers that a literal means, both ends included. */
    record Range(long first, long last) {}

    /**
     * @throws IllegalArgumentException unless the literal is a severity's word or a number
     */
    static Range rangeOf(Literal value) {
        if (value instanceof Literal.Int number) {
            return new Range(number.value(), number.value());
        }
        int word = value instanceof Literal.Text text ? WORDS.indexOf(text.value()) : -1;
        if (word < 0) {
            throw new IllegalArgumentException(
                    "severity: expected trace, debug, info, warn, error, fatal or a number, got " + value);
        }
        int first = 1 + NUMBERS_PER_WORD * word;
        return new Range(first, first + NUMBERS_PER_WORD - 1L);
    }

    /** The word of a severity number; the number itself where it has none, empty for 0. */
    static String wordOf(long number) {
        if (number < 1 || number > (long) NUMBERS_PER_WORD * WORDS.size()) {
            return number == 0 ? "" : Long.toString(number);
        }
        return WORDS.get((int) (number - 1) / NUMBERS_PER_WORD);
    }

    /** Which severity numbers satisfy the comparison. */
    static LongPredicate test(Operator operator, Literal value) {
        Range range = rangeOf(value);
        return switch (operator) {
            case EQUAL -> number -> number >= range.first() && number <= range.last();
            case NOT_EQUAL -> number -> number < range.first() || number > range.last();
            case GREATER -> number -> number > range.last();
            case GREATER_OR_EQUAL -> number -> number >= range.first();
            case LESS -> number -> number < range.first();
            case LESS_OR_EQUAL -> number -> number <= range.last();
            case CONTAINS, HAS -> number -> false;
        };
    }
}

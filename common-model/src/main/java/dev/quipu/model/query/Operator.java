package dev.quipu.model.query;

import dev.quipu.model.segment.TextPattern;

/** How a field is compared. */
public enum Operator {
    EQUAL("="),
    /** The field is there, and differs. */
    NOT_EQUAL("!="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    /** The text has the other in it, case counted. */
    CONTAINS("contains"),
    /** The text has the other's words in it, one after the other: {@link dev.quipu.model.segment.BodyWords}. */
    HAS("has");

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    /** Whether only text can be compared like this. */
    boolean isForText() {
        return this == CONTAINS || this == HAS;
    }

    /** Whether a text satisfies the operator. */
    boolean holds(String value, String other) {
        return switch (this) {
            case CONTAINS -> value.contains(other);
            case HAS -> TextPattern.words(other).matches(value);
            case EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL -> holds(value.compareTo(other));
        };
    }

    /** The texts that satisfy the operator, for many to be tested. */
    TextPattern pattern(String other) {
        return switch (this) {
            case EQUAL -> TextPattern.equalTo(other);
            case CONTAINS -> TextPattern.containing(other);
            case HAS -> TextPattern.words(other);
            case NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL ->
                TextPattern.where(value -> holds(value.compareTo(other)));
        };
    }

    /** Whether values that compare like this ({@link Comparable#compareTo}) satisfy the operator. */
    boolean holds(int comparison) {
        return switch (this) {
            case EQUAL -> comparison == 0;
            case NOT_EQUAL -> comparison != 0;
            case GREATER -> comparison > 0;
            case GREATER_OR_EQUAL -> comparison >= 0;
            case LESS -> comparison < 0;
            case LESS_OR_EQUAL -> comparison <= 0;
            case CONTAINS, HAS -> false;
        };
    }

    @Override
    public String toString() {
        return symbol;
    }
}

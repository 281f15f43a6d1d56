package dev.quipu.model.query;

/** How a field is compared. */
public enum Operator {
    EQUAL("="),
    /** The field is there, and differs. */
    NOT_EQUAL("!="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    LESS("<"),
    LESS_OR_EQUAL("<=");

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
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
        };
    }

    @Override
    public String toString() {
        return symbol;
    }
}

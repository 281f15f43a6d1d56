package dev.quipu.model.query;

import dev.quipu.model.segment.ValueTest;

/** An attribute's comparison with a literal, by the value's type. */
record LiteralTest(Operator operator, Literal literal) implements ValueTest {

    @Override
    public boolean text(String value) {
        if (literal instanceof Literal.Text text) {
            return operator.holds(value, text.value());
        }
        return decimalForm(value.equals(decimalFormOfLiteral()));
    }

    @Override
    public boolean integer(long value) {
        if (literal instanceof Literal.Int number) {
            return operator.holds(Long.compare(value, number.value()));
        }
        if (literal instanceof Literal.Duration duration) {
            return operator.holds(Long.compare(value, duration.nanos()));
        }
        if (literal instanceof Literal.Decimal number) {
            return operator.holds(Double.compare(value, number.value()));
        }
        return decimalForm(Long.toString(value).equals(textOfLiteral()));
    }

    @Override
    public boolean decimal(double value) {
        if (literal instanceof Literal.Int number) {
            return compare(value, number.value());
        }
        if (literal instanceof Literal.Decimal number) {
            return compare(value, number.value());
        }
        return decimalForm(Double.toString(value).equals(textOfLiteral()));
    }

    @Override
    public boolean bool(boolean value) {
        if (literal instanceof Literal.Bool bool) {
            return decimalForm(value == bool.value());
        }
        return decimalForm(Boolean.toString(value).equals(textOfLiteral()));
    }

    @Override
    public boolean present() {
        return operator == Operator.NOT_EQUAL;
    }

    /** Only equality makes sense between values of different types. */
    private boolean decimalForm(boolean equal) {
        return switch (operator) {
            case EQUAL -> equal;
            case NOT_EQUAL -> !equal;
            case GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL, CONTAINS, HAS -> false;
        };
    }

    /** NaN is neither less nor greater, and differs from everything. */
    private boolean compare(double value, double other) {
        if (Double.isNaN(value)) {
            return operator == Operator.NOT_EQUAL;
        }
        return operator.holds(value < other ? -1 : value > other ? 1 : 0);
    }

    private String decimalFormOfLiteral() {
        return literal instanceof Literal.Duration duration ? Long.toString(duration.nanos()) : literal.toString();
    }

    private String textOfLiteral() {
        return literal instanceof Literal.Text text ? text.value() : "";
    }
}

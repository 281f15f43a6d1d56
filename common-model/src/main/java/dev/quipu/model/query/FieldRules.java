package dev.quipu.model.query;

import dev.quipu.model.Span;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which operators and values a field can be compared with. */
final class FieldRules {

    private static final List<String> STATUS_WORDS = List.of("unset", "ok", "error");
    private static final List<String> KIND_WORDS = Arrays.stream(Span.Kind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .toList();

    private FieldRules() {}

    /**
     * @throws IllegalArgumentException saying what the field can be compared with
     */
    static void check(Field field, Operator operator, Literal value) {
        if (operator.isForText()) {
            text(field, value);
        }
        if (!(field instanceof Field.Intrinsic intrinsic)) {
            return;
        }
        switch (intrinsic) {
            case KIND, STATUS -> {
                onlyEquality(field, operator);
                if (!(value instanceof Literal.Int)) {
                    codeOf(intrinsic, text(field, value));
                }
            }
            case TRACE_ID -> {
                onlyEquality(field, operator);
                TraceId.parse(text(field, value));
            }
            case SPAN_ID, PARENT_SPAN_ID -> {
                onlyEquality(field, operator);
                SpanId.parse(text(field, value));
            }
            case DURATION -> {
                notForText(field, operator);
                nanosOf(value);
            }
            case SEVERITY -> {
                notForText(field, operator);
                Severities.rangeOf(value);
            }
            case TEMPLATE -> {
                onlyEquality(field, operator);
                templateOf(value);
            }
            case NAME,
                    STATUS_MESSAGE,
                    SERVICE,
                    NAMESPACE,
                    INSTANCE,
                    EVENT_NAME,
                    SCOPE_NAME,
                    SEVERITY_TEXT,
                    BODY,
                    EVENT_NAME_OF_LOG -> text(field, value);
        }
    }

    private static void onlyEquality(Field field, Operator operator) {
        if (operator != Operator.EQUAL && operator != Operator.NOT_EQUAL) {
            throw new IllegalArgumentException(field + ": expected = or !=, got " + operator);
        }
    }

    private static void notForText(Field field, Operator operator) {
        if (operator.isForText()) {
            throw new IllegalArgumentException(field + ": expected one of = != > >= < <=, got " + operator);
        }
    }

    static String text(Field field, Literal value) {
        if (value instanceof Literal.Text text) {
            return text.value();
        }
        throw new IllegalArgumentException(field + ": expected text in quotes, got " + value);
    }

    /** OTLP's number of a kind or status given by word or number. */
    static int codeOf(Field.Intrinsic field, Literal value) {
        return value instanceof Literal.Int number ? (int) number.value() : codeOf(field, text(field, value));
    }

    private static int codeOf(Field.Intrinsic field, String word) {
        int code = field == Field.Intrinsic.STATUS ? STATUS_WORDS.indexOf(word) : KIND_WORDS.indexOf(word);
        if (code < 0) {
            throw new IllegalArgumentException(field + ": expected "
                    + (field == Field.Intrinsic.STATUS
                            ? "unset, ok or error"
                            : "unspecified, internal, server, client, producer or consumer")
                    + ", got " + Literal.quote(word));
        }
        return code;
    }

    /** The number of a template. */
    static int templateOf(Literal value) {
        if (value instanceof Literal.Int number && number.value() > 0 && number.value() <= Integer.MAX_VALUE) {
            return (int) number.value();
        }
        throw new IllegalArgumentException(
                "template: expected a number from 1 to " + Integer.MAX_VALUE + ", got " + value);
    }

    /** The word of OTLP's number of a kind or status; the number itself where it has none. */
    static String wordOf(Field.Intrinsic field, long number) {
        List<String> words = field == Field.Intrinsic.STATUS ? STATUS_WORDS : KIND_WORDS;
        return number >= 0 && number < words.size() ? words.get((int) number) : Long.toString(number);
    }

    static long nanosOf(Literal value) {
        if (value instanceof Literal.Duration duration) {
            return duration.nanos();
        }
        if (value instanceof Literal.Int nanos) {
            return nanos.value();
        }
        throw new IllegalArgumentException("duration: expected a duration such as 250ms, got " + value);
    }
}

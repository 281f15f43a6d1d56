package dev.quipu.analysis.jaeger;

import dev.quipu.model.Span;
import dev.quipu.model.query.Field;
import dev.quipu.model.query.Literal;
import dev.quipu.model.query.Operator;
import dev.quipu.model.query.RecordFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a span has to be like, from a search. A tag holds as an attribute of the span, its resource or one of its
 * events; the keys that the conversion makes tags of itself stand for the fields behind them.
 */
final class SearchFilter {

    private static final List<Field.Scope> SCOPES = List.of(Field.Scope.SPAN, Field.Scope.RESOURCE, Field.Scope.EVENT);
    private static final List<String> STATUS_WORDS = List.of("unset", "ok", "error");
    private static final RecordFilter IS_ERROR = equal(Field.Intrinsic.STATUS, "error");

    private SearchFilter() {}

    static RecordFilter of(JaegerSearch search) {
        List<RecordFilter> conditions = new ArrayList<>();
        if (!search.service().isEmpty()) {
            conditions.add(equal(Field.Intrinsic.SERVICE, search.service()));
        }
        if (!search.operation().isEmpty()) {
            conditions.add(equal(Field.Intrinsic.NAME, search.operation()));
        }
        search.tags().forEach((key, value) -> conditions.add(tag(key, value)));
        addDuration(conditions, Operator.GREATER_OR_EQUAL, search.minDurationNanos());
        addDuration(conditions, Operator.LESS_OR_EQUAL, search.maxDurationNanos());
        return RecordFilter.and(conditions);
    }

    private static void addDuration(List<RecordFilter> conditions, Operator operator, long nanos) {
        if (nanos != 0) {
            conditions.add(new RecordFilter.Compare(Field.Intrinsic.DURATION, operator, new Literal.Duration(nanos)));
        }
    }

    private static RecordFilter tag(String key, String value) {
        return switch (key) {
            case "error" -> error(key, value);
            case "span.kind" -> kind(value).orElseGet(() -> attribute(key, value));
            case "otel.status_code" -> status(value).orElseGet(() -> attribute(key, value));
            case "otel.status_description" -> equal(Field.Intrinsic.STATUS_MESSAGE, value);
            case "otel.scope.name", "otel.library.name" -> equal(Field.Intrinsic.SCOPE_NAME, value);
            case "event" -> RecordFilter.or(List.of(equal(Field.Intrinsic.EVENT_NAME, value), attribute(key, value)));
            default -> attribute(key, value);
        };
    }

    /** Senders say that something failed by the status, older ones by an attribute. */
    private static RecordFilter error(String key, String value) {
        RecordFilter failed = RecordFilter.or(List.of(IS_ERROR, attribute(key, "true")));
        return switch (value) {
            case "true" -> failed;
            case "false" -> new RecordFilter.Not(failed);
            default -> attribute(key, value);
        };
    }

    private static Optional<RecordFilter> kind(String value) {
        String word = value.toLowerCase(Locale.ROOT);
        return Stream.of(Span.Kind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .map(kind -> equal(Field.Intrinsic.KIND, word));
    }

    private static Optional<RecordFilter> status(String value) {
        String word = value.toLowerCase(Locale.ROOT);
        return STATUS_WORDS.contains(word) ? Optional.of(equal(Field.Intrinsic.STATUS, word)) : Optional.empty();
    }

    private static RecordFilter attribute(String key, String value) {
        return RecordFilter.or(SCOPES.stream()
                .map(scope -> equal(new Field.Attribute(scope, key), value))
                .toList());
    }

    private static RecordFilter equal(Field field, String value) {
        return new RecordFilter.Compare(field, Operator.EQUAL, new Literal.Text(value));
    }
}

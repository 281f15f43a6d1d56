package dev.quipu.analysis.zipkin;

import dev.quipu.model.SemanticAttributes;
import dev.quipu.model.query.Field;
import dev.quipu.model.query.Literal;
import dev.quipu.model.query.Operator;
import dev.quipu.model.query.RecordFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What one span has to be like, from a search. Names match in any case, as far as the catalog knows them. */
final class SearchFilter {

    /** Where OpenTelemetry's conventions put the name of whom a span calls, when it names no peer; best first. */
    static final List<String> NAMES_OF_CALLED = List.of("server.address", "net.peer.name", "db.name");

    private static final String ERROR = "error";
    private static final long NANOS_PER_MICRO = 1_000;
    private static final List<Field.Scope> TAG_SCOPES = List.of(Field.Scope.SPAN, Field.Scope.RESOURCE);

    private SearchFilter() {}

    /**
     * @param services the names of which one is the span's; empty for any
     * @param spanNames as services
     */
    static RecordFilter of(ZipkinSearch search, List<String> services, List<String> spanNames) {
        List<RecordFilter> conditions = new ArrayList<>();
        addAny(conditions, Field.Intrinsic.SERVICE, services);
        addAny(conditions, Field.Intrinsic.NAME, spanNames);
        if (!search.remoteService().isEmpty()) {
            conditions.add(remoteService(search.remoteService()));
        }
        new TreeMap<>(search.annotations()).forEach((key, value) -> conditions.add(annotation(key, value)));
        if (search.minDurationMicros() > 0) {
            conditions.add(duration(Operator.GREATER_OR_EQUAL, search.minDurationMicros() * NANOS_PER_MICRO));
        }
        if (search.maxDurationMicros() > 0) {
            conditions.add(duration(Operator.LESS, (search.maxDurationMicros() + 1) * NANOS_PER_MICRO));
        }
        return RecordFilter.and(conditions);
    }

    /** Spans of one of the services that name whom they call or are called by. */
    static RecordFilter withRemoteService(List<String> services) {
        List<RecordFilter> conditions = new ArrayList<>();
        addAny(conditions, Field.Intrinsic.SERVICE, services);
        conditions.add(RecordFilter.or(Stream.concat(
                        Stream.of(SemanticAttributes.PEER_SERVICE), NAMES_OF_CALLED.stream())
                .map(key -> (RecordFilter) new RecordFilter.Exists(new Field.Attribute(Field.Scope.SPAN, key)))
                .toList()));
        return RecordFilter.and(conditions);
    }

    /** Spans with a value of the tag. */
    static RecordFilter withTag(String key) {
        return exists(key);
    }

    private static void addAny(List<RecordFilter> conditions, Field field, List<String> texts) {
        if (!texts.isEmpty()) {
            conditions.add(RecordFilter.or(
                    texts.stream().map(text -> equal(field, text)).toList()));
        }
    }

    private static RecordFilter remoteService(String name) {
        List<RecordFilter> alternatives = new ArrayList<>();
        for (String form :
                Stream.of(name, name.toLowerCase(Locale.ROOT)).distinct().toList()) {
            Stream.concat(Stream.of(SemanticAttributes.PEER_SERVICE), NAMES_OF_CALLED.stream())
                    .forEach(key -> alternatives.add(equal(new Field.Attribute(Field.Scope.SPAN, key), form)));
        }
        return RecordFilter.or(alternatives);
    }

    private static RecordFilter annotation(String key, String value) {
        if (!value.isEmpty()) {
            return RecordFilter.or(TAG_SCOPES.stream()
                    .map(scope -> equal(new Field.Attribute(scope, key), value))
                    .toList());
        }
        List<RecordFilter> alternatives = new ArrayList<>();
        alternatives.add(equal(Field.Intrinsic.EVENT_NAME, key));
        alternatives.add(exists(key));
        if (key.equals(ERROR)) {
            alternatives.add(equal(Field.Intrinsic.STATUS, ERROR));
        }
        return RecordFilter.or(alternatives);
    }

    private static RecordFilter exists(String key) {
        return RecordFilter.or(TAG_SCOPES.stream()
                .map(scope -> (RecordFilter) new RecordFilter.Exists(new Field.Attribute(scope, key)))
                .toList());
    }

    private static RecordFilter duration(Operator operator, long nanos) {
        return new RecordFilter.Compare(Field.Intrinsic.DURATION, operator, new Literal.Duration(nanos));
    }

    private static RecordFilter equal(Field field, String value) {
        return new RecordFilter.Compare(field, Operator.EQUAL, new Literal.Text(value));
    }
}

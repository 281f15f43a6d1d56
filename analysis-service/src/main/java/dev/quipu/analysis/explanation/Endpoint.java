package dev.quipu.analysis.explanation;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.read.SpanSearch;
import dev.quipu.analysis.trace.Trace;
import dev.quipu.model.Span;
import dev.quipu.model.query.RecordFilter;
import java.util.Optional;

/**
 * What is called: spans of one name that a component serves.
 *
 * @param namespace of the component; empty for any
 * @param component its service.name
 */
public record Endpoint(Optional<String> namespace, String component, String spanName) {

    /**
     * @throws BadParameterException when one is missing
     */
    public static Endpoint of(Optional<String> namespace, Optional<String> service, Optional<String> spanName) {
        return new Endpoint(
                namespace.filter(name -> !name.isEmpty()),
                required("service", service),
                required("spanName", spanName));
    }

    private static String required(String parameter, Optional<String> text) {
        return text.filter(given -> !given.isEmpty())
                .orElseThrow(() -> new BadParameterException(parameter + ": expected a name, got none"));
    }

    RecordFilter filter() {
        return SpanSearch.of(namespace.orElse(""), component, Optional.of(spanName), Span.Kind.SERVER.ordinal());
    }

    boolean isCall(Trace trace, int position) {
        Span span = trace.spans().get(position);
        return span.kind() == Span.Kind.SERVER.ordinal()
                && span.name().equals(spanName)
                && trace.component(position).name().equals(component)
                && namespace
                        .map(name -> trace.component(position).namespace().equals(name))
                        .orElse(true);
    }
}

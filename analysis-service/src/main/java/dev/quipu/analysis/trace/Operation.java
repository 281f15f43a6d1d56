package dev.quipu.analysis.trace;

import dev.quipu.model.Component;
import dev.quipu.model.Span;
import java.util.Comparator;

/**
 * What a span does, whoever asked and whichever instance it was: what spans are grouped by.
 *
 * @param namespace of the component, empty when absent
 * @param component its name
 * @param kind OTLP's number
 */
public record Operation(String namespace, String component, String spanName, int kind)
        implements Comparable<Operation> {

    private static final Comparator<Operation> BY_NAME = Comparator.comparing(Operation::component)
            .thenComparing(Operation::spanName)
            .thenComparingInt(Operation::kind)
            .thenComparing(Operation::namespace);

    public static Operation of(Trace trace, int position) {
        Component component = trace.component(position);
        Span span = trace.spans().get(position);
        return new Operation(component.namespace(), component.name(), span.name(), span.kind());
    }

    @Override
    public int compareTo(Operation other) {
        return BY_NAME.compare(this, other);
    }
}

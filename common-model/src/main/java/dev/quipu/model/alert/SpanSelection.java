package dev.quipu.model.alert;

import dev.quipu.model.Span;
import java.util.Optional;

/**
 * Which spans are counted: those that have everything that is told.
 *
 * @param service {@code service.name} of their component
 * @param namespace {@code service.namespace} of it
 */
public record SpanSelection(
        String service, Optional<String> namespace, Optional<String> spanName, Optional<Span.Kind> spanKind) {

    public SpanSelection {
        if (service.isEmpty()) {
            throw new IllegalArgumentException("service: expected the name of a component, got empty text");
        }
    }
}

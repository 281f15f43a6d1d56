package dev.quipu.storage.holds;

import dev.quipu.model.CatalogText;
import dev.quipu.model.Signal;
import java.time.Instant;
import java.util.Optional;

/**
 * Which records of a tenant a hold keeps; what is absent is any.
 *
 * @param service {@code service.name} of the component
 * @param namespace {@code service.namespace} of the component, empty for those without; only with a service
 * @param from time of the record, inclusive
 * @param to exclusive
 */
public record HeldScope(
        Optional<Signal> signal,
        Optional<String> service,
        Optional<String> namespace,
        Optional<Instant> from,
        Optional<Instant> to) {

    /** @throws IllegalArgumentException when it names nothing that can be held */
    public HeldScope {
        service.ifPresent(name -> requireName("service", name));
        namespace.ifPresent(name -> requireLength("namespace", name));
        if (namespace.isPresent() && service.isEmpty()) {
            throw new IllegalArgumentException("service: expected one with the namespace, it is absent");
        }
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw new IllegalArgumentException("to: expected later than " + from.get() + ", got " + to.get());
        }
    }

    private static void requireName(String field, String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(field + ": expected a name, got blank text");
        }
        requireLength(field, name);
    }

    private static void requireLength(String field, String name) {
        int length = name.codePointCount(0, name.length());
        if (length > CatalogText.MAX_NAME) {
            throw new IllegalArgumentException(
                    field + ": expected at most " + CatalogText.MAX_NAME + " characters, got " + length);
        }
    }

    /** Whether records of the component may be among them. */
    public boolean mayHold(String name, String ofNamespace) {
        return service.map(name::equals).orElse(true)
                && namespace.map(ofNamespace::equals).orElse(true);
    }
}

package dev.quipu.analysis.zipkin;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.SpanName;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.analysis.read.TraceScan;
import dev.quipu.analysis.read.Window;
import dev.quipu.model.Component;
import dev.quipu.model.Span;
import dev.quipu.model.query.RecordFilter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What Zipkin's search form offers. Services and span names come from storage's catalog; remote services and the values
 * of tags are those of the newest traces that have any, as many as one request may read.
 */
@ApplicationScoped
public class ZipkinNames {

    private final StorageClient storage;
    private final TraceScan scan;
    private final List<String> autocompleteKeys;

    ZipkinNames(StorageClient storage, TraceScan scan, AnalysisConfig config) {
        this.storage = storage;
        this.scan = scan;
        this.autocompleteKeys = config.analysis().zipkin().autocompleteKeys().orElse(List.of());
    }

    /** In alphabetical order; spans without a service do not count. */
    public Uni<Collection<String>> services(String tenant) {
        return storage.services(tenant).map(names -> {
            SortedSet<String> known = new TreeSet<>(names);
            known.remove(Component.UNKNOWN_NAME);
            return known;
        });
    }

    /** In alphabetical order; none when the service is not known. */
    public Uni<Collection<String>> spanNames(String tenant, String service) {
        return stored(tenant, service).chain(services -> spanNames(tenant, services));
    }

    private Uni<Collection<String>> spanNames(String tenant, List<String> services) {
        SortedSet<String> all = new TreeSet<>();
        Uni<Void> done = Uni.createFrom().voidItem();
        for (String service : services) {
            done = done.chain(() -> storage.spanNames(tenant, service))
                    .invoke(names -> names.stream()
                            .map(SpanName::name)
                            .filter(name -> !name.isEmpty())
                            .forEach(all::add))
                    .replaceWithVoid();
        }
        return done.map(nothing -> all);
    }

    /** In alphabetical order, in lower case as Zipkin's spans give them. */
    public Uni<Collection<String>> remoteServices(String tenant, String service, Window window) {
        return stored(tenant, service).chain(services -> {
            SortedSet<String> lowerCase = new TreeSet<>();
            services.forEach(name -> lowerCase.add(name.toLowerCase(java.util.Locale.ROOT)));
            return collect(
                    tenant,
                    SearchFilter.withRemoteService(services),
                    window,
                    span -> Optional.of(span)
                            .filter(one -> lowerCase.contains(one.localServiceName()))
                            .map(zipkin2.Span::remoteServiceName));
        });
    }

    /** The tags whose values are offered, as configured. */
    public List<String> autocompleteKeys() {
        return autocompleteKeys;
    }

    /** In alphabetical order; none of a key that is not configured. */
    public Uni<Collection<String>> autocompleteValues(String tenant, String key, Window window) {
        return autocompleteKeys.contains(key)
                ? collect(
                        tenant,
                        SearchFilter.withTag(key),
                        window,
                        span -> Optional.ofNullable(span.tags().get(key)))
                : Uni.createFrom().item(List.of());
    }

    private Uni<Collection<String>> collect(
            String tenant, RecordFilter filter, Window window, Function<zipkin2.Span, Optional<String>> value) {
        SortedSet<String> values = new TreeSet<>();
        return scan.over(tenant, filter, window, spans -> {
                    for (Span span : spans) {
                        value.apply(ZipkinSpans.of(span)).ifPresent(values::add);
                    }
                })
                .map(truncated -> values);
    }

    /** How the catalog spells the name, which may be in several ways; as it is when the catalog does not know it. */
    Uni<List<String>> stored(String tenant, String service) {
        return storage.services(tenant).map(names -> spelled(names, service));
    }

    /** As {@link #stored}, of span names. */
    Uni<List<String>> storedSpanNames(String tenant, List<String> services, String name) {
        return spanNames(tenant, services).map(names -> spelled(names, name));
    }

    private static List<String> spelled(Collection<String> names, String name) {
        List<String> same = names.stream()
                .filter(one -> one.equalsIgnoreCase(name))
                .distinct()
                .toList();
        return same.isEmpty() ? List.of(name) : same;
    }
}

package dev.quipu.analysis.jaeger;

import dev.quipu.analysis.client.SpanName;
import dev.quipu.analysis.client.StorageClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;

/** What Jaeger's search form offers: services, and the names and kinds of their spans. */
@ApplicationScoped
public class ServiceCatalog {

    private static final String UNSPECIFIED = "unspecified";

    private final StorageClient storage;

    ServiceCatalog(StorageClient storage) {
        this.storage = storage;
    }

    /** Each once, in alphabetical order. */
    public Uni<List<String>> services(String tenant) {
        return storage.services(tenant)
                .map(names -> names.stream().distinct().sorted().toList());
    }

    /** The names of a service's spans of any kind, each once, in alphabetical order. */
    public Uni<List<String>> spanNames(String tenant, String service) {
        return storage.spanNames(tenant, service)
                .map(names ->
                        names.stream().map(SpanName::name).distinct().sorted().toList());
    }

    /**
     * @param spanKind keeps only the names of spans of this kind; empty keeps all
     */
    public Uni<List<JaegerOperation>> operations(String tenant, String service, String spanKind) {
        return storage.spanNames(tenant, service)
                .map(names -> names.stream()
                        .map(name -> new JaegerOperation(name.name(), kind(name)))
                        .filter(operation ->
                                spanKind.isEmpty() || operation.spanKind().equals(spanKind.toLowerCase(Locale.ROOT)))
                        .distinct()
                        .toList());
    }

    private static String kind(SpanName name) {
        String kind = name.kind().toLowerCase(Locale.ROOT);
        return kind.equals(UNSPECIFIED) ? "" : kind;
    }
}

package dev.quipu.analysis.zipkin;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.TraceQuery;
import dev.quipu.analysis.read.TraceReader;
import dev.quipu.model.TraceId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.OptionalLong;

/** Answers questions for traces in Zipkin's JSON, in pieces. */
@ApplicationScoped
public class ZipkinTraces {

    private final TraceReader reader;
    private final ZipkinNames names;
    private final int maxSpans;

    ZipkinTraces(TraceReader reader, ZipkinNames names, AnalysisConfig config) {
        this.reader = reader;
        this.names = names;
        this.maxSpans = config.analysis().zipkin().maxSpans();
    }

    /** The trace; fails with {@link dev.quipu.analysis.read.TraceNotFoundException} when nothing of it is stored. */
    public Multi<byte[]> trace(String tenant, TraceId id) {
        return Multi.createFrom().deferred(() -> reader.one(tenant, id, ZipkinDocument.ofOneTrace(maxSpans)));
    }

    /** Those that are stored of these. */
    public Multi<byte[]> traces(String tenant, List<TraceId> ids) {
        return Multi.createFrom().deferred(() -> reader.named(tenant, ids, ZipkinDocument.ofTraces(maxSpans)));
    }

    /** The newest that match. */
    public Multi<byte[]> search(String tenant, ZipkinSearch search) {
        return services(tenant, search)
                .chain(services -> spanNames(tenant, search, services)
                        .map(spanNames -> new TraceQuery(
                                SearchFilter.of(search, services, spanNames),
                                search.window().fromUnixNano(),
                                OptionalLong.of(search.window().toUnixNano()),
                                search.limit())))
                .onItem()
                .transformToMulti(query -> reader.find(tenant, query, ZipkinDocument.ofTraces(maxSpans)));
    }

    private Uni<List<String>> services(String tenant, ZipkinSearch search) {
        return search.service().isEmpty() ? Uni.createFrom().item(List.of()) : names.stored(tenant, search.service());
    }

    private Uni<List<String>> spanNames(String tenant, ZipkinSearch search, List<String> services) {
        if (search.spanName().isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return services.isEmpty()
                ? Uni.createFrom().item(List.of(search.spanName()))
                : names.storedSpanNames(tenant, services, search.spanName());
    }
}

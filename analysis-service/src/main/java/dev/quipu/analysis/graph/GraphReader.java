package dev.quipu.analysis.graph;

import dev.quipu.analysis.client.FoundRollup;
import dev.quipu.analysis.client.RollupQuery;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.analysis.read.Window;
import dev.quipu.model.rollup.CallKey;
import dev.quipu.model.rollup.RollupKind;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Answers with the calls of a window, as the feed told them. */
@ApplicationScoped
public class GraphReader {

    private final StorageClient storage;

    GraphReader(StorageClient storage) {
        this.storage = storage;
    }

    public Uni<GraphAnswer> read(String tenant, GraphQuery query) {
        return calls(tenant, query.window(), query.service()).map(found -> GraphAnswer.of(query, found));
    }

    /** @param service only calls by or of components of this name; empty for all */
    public Uni<ServiceGraph> graph(String tenant, Window window, Optional<String> service) {
        return calls(tenant, window, service).map(found -> ServiceGraph.of(found.rollup()));
    }

    private Uni<FoundRollup<CallKey>> calls(String tenant, Window window, Optional<String> service) {
        Instant from = Instant.EPOCH.plusNanos(window.fromUnixNano());
        Instant to = Instant.EPOCH.plusNanos(Math.max(window.toUnixNano(), window.fromUnixNano() + 1));
        return storage.rollup(tenant, RollupQuery.whole(RollupKind.CALLS, from, to, service));
    }
}

package dev.quipu.analysis.graph;

import dev.quipu.analysis.ActiveTenants;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.FeedClient;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.model.TraceId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Predicate;

/** Makes a follower of calls for each slice of the traces. */
@ApplicationScoped
public class CallFollowers {

    private final FeedClient feed;
    private final StorageClient storage;
    private final ActiveTenants tenants;
    private final AnalysisConfig config;
    private final Counter lookups;

    CallFollowers(
            FeedClient feed,
            StorageClient storage,
            ActiveTenants tenants,
            AnalysisConfig config,
            MeterRegistry metrics) {
        this.feed = feed;
        this.storage = storage;
        this.tenants = tenants;
        this.config = config;
        this.lookups = Counter.builder("quipu.analysis.graph.lookups")
                .description("Traces read from storage because they went on after they were forgotten")
                .register(metrics);
    }

    /** A follower that remembers nothing yet. @param part of the feed that is followed @param traces that lie in it */
    public CallFollower of(String part, Predicate<TraceId> traces) {
        return new CallFollower(feed, storage, tenants, config, lookups, part, traces);
    }
}

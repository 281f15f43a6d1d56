package dev.quipu.storage.catalog;

import dev.quipu.model.segment.Segment;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** What the catalog learns from stored segments off the hot path: it may be a little late, and misses nothing for long. */
@ApplicationScoped
public class CatalogUpdates {

    private final ComponentAttributes attributes;
    private final MetricNames metrics;

    CatalogUpdates(ComponentAttributes attributes, MetricNames metrics) {
        this.attributes = attributes;
        this.metrics = metrics;
    }

    /** Takes what it needs of a stored segment. Returns at once. */
    public void refreshFrom(Segment segment) {
        attributes.refreshFrom(segment);
        metrics.refreshFrom(segment);
    }

    /** Completes when what was taken until now is in the catalog; what could not be written is let go. */
    public Uni<Void> settle() {
        return attributes.update().chain(metrics::update);
    }
}

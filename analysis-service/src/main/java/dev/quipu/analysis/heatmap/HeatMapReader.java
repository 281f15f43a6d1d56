package dev.quipu.analysis.heatmap;

import dev.quipu.analysis.client.HeatMapClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Answers with spans by time and duration. */
@ApplicationScoped
public class HeatMapReader {

    private final HeatMapClient storage;

    HeatMapReader(HeatMapClient storage) {
        this.storage = storage;
    }

    public Uni<HeatMapAnswer> read(String tenant, HeatMapQuery query) {
        return storage.heatMap(tenant, query.question()).map(found -> HeatMapAnswer.of(query, found));
    }
}

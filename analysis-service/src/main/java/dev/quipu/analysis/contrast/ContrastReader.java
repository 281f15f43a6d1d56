package dev.quipu.analysis.contrast;

import dev.quipu.analysis.client.ContrastClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds what tells some records from the rest. */
@ApplicationScoped
public class ContrastReader {

    private final ContrastClient storage;

    ContrastReader(ContrastClient storage) {
        this.storage = storage;
    }

    public Uni<ContrastAnswer> read(String tenant, ContrastQuery query) {
        return storage.contrast(tenant, query.question()).map(found -> ContrastAnswer.of(query, found));
    }
}

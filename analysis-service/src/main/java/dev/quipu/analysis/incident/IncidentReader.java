package dev.quipu.analysis.incident;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.analysis.client.FeedPartClient;
import dev.quipu.analysis.client.IncidentClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Answers with the incidents that are kept. */
@ApplicationScoped
public class IncidentReader {

    private final IncidentClient kept;
    private final FeedPartClient parts;
    private final ObjectMapper mapper;

    IncidentReader(IncidentClient kept, FeedPartClient parts, ObjectMapper mapper) {
        this.kept = kept;
        this.parts = parts;
        this.mapper = mapper;
    }

    public Uni<IncidentsAnswer> list(String tenant, IncidentClient.Query query) {
        // The watermark first: what is found later is complete up to there.
        return parts.watermark()
                .chain(watermark -> kept.list(tenant, query)
                        .map(page -> new IncidentsAnswer(
                                page.incidents().stream()
                                        .flatMap(incident -> KnownIncident.of(incident, mapper).stream())
                                        .map(IncidentsAnswer.Incident::of)
                                        .toList(),
                                page.nextCursor(),
                                watermark)));
    }

    /** Fails with {@link IncidentNotFoundException}. */
    public Uni<IncidentsAnswer.Incident> find(String tenant, UUID id) {
        return kept.find(tenant, id)
                .map(found -> found.flatMap(incident -> KnownIncident.of(incident, mapper))
                        .map(IncidentsAnswer.Incident::of)
                        .orElseThrow(() -> new IncidentNotFoundException(id)));
    }
}

package dev.quipu.analysis.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.analysis.client.KeptIncident;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** An incident that is kept, and what it says. */
record KnownIncident(KeptIncident kept, IncidentDocument document) {

    private static final Logger LOG = Logger.getLogger(KnownIncident.class);

    /** Empty when it says something that this version does not understand. */
    static Optional<KnownIncident> of(KeptIncident kept, ObjectMapper mapper) {
        try {
            return Optional.of(new KnownIncident(kept, mapper.treeToValue(kept.document(), IncidentDocument.class)));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            LOG.warnf(e, "Incident %s is left out: expected symptoms and causes, got something else", kept.id());
            return Optional.empty();
        }
    }

    List<Symptom> symptoms() {
        return document.symptoms().stream()
                .map(IncidentDocument.SymptomLine::symptom)
                .toList();
    }

    boolean isOpen() {
        return kept.endedAt().isEmpty();
    }
}

package dev.quipu.analysis.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.analysis.client.KeptIncident;
import dev.quipu.analysis.client.StorageAnswerException;
import java.util.List;

/** An incident that is kept, and what it says. */
record KnownIncident(KeptIncident kept, IncidentDocument document) {

    /** @throws StorageAnswerException when it says something else */
    static KnownIncident of(KeptIncident kept, ObjectMapper mapper) {
        try {
            return new KnownIncident(kept, mapper.treeToValue(kept.document(), IncidentDocument.class));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new StorageAnswerException(
                    "incident " + kept.id() + ": expected symptoms and causes, got something else", e);
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

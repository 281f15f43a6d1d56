package dev.quipu.analysis.incident;

import java.util.UUID;

/** No incident of that id is kept. */
public final class IncidentNotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1;

    IncidentNotFoundException(UUID id) {
        super("incident " + id + ": none is kept");
    }
}

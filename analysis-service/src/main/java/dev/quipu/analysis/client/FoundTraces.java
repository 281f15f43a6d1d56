package dev.quipu.analysis.client;

import dev.quipu.model.TraceId;
import java.util.List;

/**
 * The traces that match a question, best first.
 *
 * @param truncated whether storage stopped looking before it had seen everything
 */
public record FoundTraces(List<TraceId> traceIds, boolean truncated) {

    public FoundTraces {
        traceIds = List.copyOf(traceIds);
    }
}

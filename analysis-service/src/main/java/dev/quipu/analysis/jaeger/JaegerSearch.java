package dev.quipu.analysis.jaeger;

import dev.quipu.model.TraceId;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A search as Jaeger's viewers ask for it: what one span has to be like for its trace to be given.
 *
 * @param operation empty for any span name
 * @param tags key to text, all of which have to hold
 * @param fromUnixNano earliest start
 * @param toUnixNano starts are before it; empty for no bound
 * @param minDurationNanos 0 for no bound
 * @param maxDurationNanos 0 for no bound
 * @param limit traces, at least 1
 * @param traceIds when not empty, the traces to give, and nothing else counts
 */
public record JaegerSearch(
        String service,
        String operation,
        Map<String, String> tags,
        long fromUnixNano,
        OptionalLong toUnixNano,
        long minDurationNanos,
        long maxDurationNanos,
        int limit,
        List<TraceId> traceIds) {

    public JaegerSearch {
        tags = Map.copyOf(tags);
        traceIds = List.copyOf(traceIds);
    }
}

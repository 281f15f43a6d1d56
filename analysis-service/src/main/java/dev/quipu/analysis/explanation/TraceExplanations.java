package dev.quipu.analysis.explanation;

import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.read.TraceReader;
import dev.quipu.analysis.trace.TraceAnalysis;
import dev.quipu.model.TraceId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Explains one trace. Fails with {@link dev.quipu.analysis.read.TraceNotFoundException} when nothing of it is stored. */
@ApplicationScoped
public class TraceExplanations {

    private final TraceReader traces;

    TraceExplanations(TraceReader traces) {
        this.traces = traces;
    }

    public Uni<CriticalPathAnswer> criticalPath(String tenant, TraceId id, Page page) {
        return traces.whole(
                tenant, id, (trace, truncated) -> CriticalPathAnswer.of(TraceAnalysis.of(trace), truncated, page));
    }

    public Uni<BreakdownAnswer> breakdown(String tenant, TraceId id, Page page) {
        return traces.whole(
                tenant, id, (trace, truncated) -> BreakdownAnswer.of(TraceAnalysis.of(trace), truncated, page));
    }

    public Uni<StructureAnswer> structure(String tenant, TraceId id) {
        return traces.whole(tenant, id, (trace, truncated) -> StructureAnswer.of(TraceAnalysis.of(trace), truncated));
    }
}

package dev.quipu.analysis.explanation;

import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.read.TraceReader;
import dev.quipu.analysis.read.TraceScan;
import dev.quipu.analysis.read.Window;
import dev.quipu.analysis.trace.CallTree;
import dev.quipu.analysis.trace.EndpointPaths;
import dev.quipu.analysis.trace.Trace;
import dev.quipu.analysis.trace.TraceAnalysis;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Lays traces over each other. */
@ApplicationScoped
public class TraceGroups {

    private static final int MAX_NODES = 20_000;

    private final TraceReader traces;
    private final TraceScan scan;

    TraceGroups(TraceReader traces, TraceScan scan) {
        this.traces = traces;
        this.scan = scan;
    }

    /** Over the newest traces of a window. */
    public Uni<FlameGraphAnswer> flameGraph(String tenant, TraceSelection selection, Window window) {
        return lay(tenant, selection, window).map(laid -> FlameGraphAnswer.of(laid.tree(), laid.truncated()));
    }

    /** Of the newest traces of a window that are in each group. */
    public Uni<ComparisonAnswer> compare(
            String tenant, TraceSelection base, TraceSelection other, Window window, Page page) {
        return lay(tenant, base, window)
                .chain(first -> lay(tenant, other, window).map(second -> ComparisonAnswer.of(first, second, page)));
    }

    /** Of the newest traces of a window with a call of an endpoint. */
    public Uni<PathSharesAnswer> pathShares(String tenant, Endpoint endpoint, Window window) {
        return Uni.createFrom().deferred(() -> {
            EndpointPaths paths = new EndpointPaths();
            return scan.over(
                            tenant,
                            endpoint.filter(),
                            window,
                            spans -> Trace.group(spans)
                                    .forEach(trace ->
                                            paths.add(TraceAnalysis.of(trace), span -> endpoint.isCall(trace, span))))
                    .map(truncated -> PathSharesAnswer.of(paths, truncated));
        });
    }

    private Uni<ComparisonAnswer.Laid> lay(String tenant, TraceSelection selection, Window window) {
        return selection
                .traceId()
                .map(id -> traces.whole(tenant, id, (trace, truncated) -> {
                    CallTree tree = new CallTree(MAX_NODES);
                    tree.add(TraceAnalysis.of(trace));
                    return new ComparisonAnswer.Laid(tree, truncated);
                }))
                .orElseGet(() -> scanned(tenant, selection, window));
    }

    private Uni<ComparisonAnswer.Laid> scanned(String tenant, TraceSelection selection, Window window) {
        return Uni.createFrom().deferred(() -> {
            CallTree tree = new CallTree(MAX_NODES);
            return scan.over(
                            tenant,
                            selection.filter(),
                            window,
                            spans -> Trace.group(spans).forEach(trace -> tree.add(TraceAnalysis.of(trace))))
                    .map(truncated -> new ComparisonAnswer.Laid(tree, truncated));
        });
    }
}

package dev.quipu.analysis.graph;

import dev.quipu.analysis.read.TraceScan;
import dev.quipu.analysis.trace.Trace;
import dev.quipu.model.query.RecordFilter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Adds up the calls of the newest stored traces of a window. */
@ApplicationScoped
public class GraphReader {

    private final TraceScan scan;

    GraphReader(TraceScan scan) {
        this.scan = scan;
    }

    public Uni<GraphAnswer> read(String tenant, GraphQuery query) {
        return Uni.createFrom().deferred(() -> {
            ServiceGraph graph = new ServiceGraph();
            return scan.over(
                            tenant,
                            RecordFilter.ALL,
                            query.window(),
                            spans -> Trace.group(spans).forEach(graph::add))
                    .map(truncated -> GraphAnswer.of(query, graph, truncated));
        });
    }
}

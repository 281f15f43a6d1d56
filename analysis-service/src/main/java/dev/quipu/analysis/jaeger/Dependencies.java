package dev.quipu.analysis.jaeger;

import dev.quipu.analysis.read.TraceScan;
import dev.quipu.analysis.read.Window;
import dev.quipu.analysis.trace.ServiceCalls;
import dev.quipu.analysis.trace.Trace;
import dev.quipu.model.query.RecordFilter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts the calls between services over the newest stored traces of a window. */
@ApplicationScoped
public class Dependencies {

    private final TraceScan scan;

    Dependencies(TraceScan scan) {
        this.scan = scan;
    }

    /**
     * @param service keeps only the calls that it is part of; empty keeps all
     */
    public Uni<JaegerDependencies> count(String tenant, Window window, String service) {
        return Uni.createFrom().deferred(() -> {
            ServiceCalls calls = new ServiceCalls();
            return scan.over(
                            tenant,
                            RecordFilter.ALL,
                            window,
                            spans -> Trace.group(spans).forEach(calls::add))
                    .map(truncated -> JaegerDependencies.of(calls.counts(), service, truncated));
        });
    }
}

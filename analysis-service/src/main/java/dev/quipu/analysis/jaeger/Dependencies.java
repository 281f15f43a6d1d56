package dev.quipu.analysis.jaeger;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.AnswerTooLargeException;
import dev.quipu.analysis.client.FoundTraces;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.analysis.client.TraceQuery;
import dev.quipu.analysis.trace.ServiceCalls;
import dev.quipu.analysis.trace.Trace;
import dev.quipu.model.TraceId;
import dev.quipu.model.query.RecordFilter;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Counts the calls between services over the newest stored traces of a window. */
@ApplicationScoped
public class Dependencies {

    private final StorageClient storage;
    private final AnalysisConfig.Dependencies settings;
    private final int tracesPerBatch;

    Dependencies(StorageClient storage, AnalysisConfig config) {
        this.storage = storage;
        this.settings = config.analysis().dependencies();
        this.tracesPerBatch = config.analysis().jaeger().tracesPerBatch();
    }

    /**
     * @param service keeps only the calls that it is part of; empty keeps all
     */
    public Uni<JaegerDependencies> count(String tenant, SearchReader.Window window, String service) {
        TraceQuery query = new TraceQuery(
                RecordFilter.ALL,
                window.fromUnixNano(),
                OptionalLong.of(window.toUnixNano()),
                settings.maxTraces() + 1);
        return storage.findTraces(tenant, query)
                .chain(found -> scan(tenant, found))
                .map(scan -> JaegerDependencies.of(scan.calls.counts(), service, scan.truncated));
    }

    /** Stops between batches, when the spans or the time are used up. */
    private Uni<Scan> scan(String tenant, FoundTraces found) {
        Scan scan = new Scan(found);
        return Multi.createFrom()
                .iterable(scan.batches())
                .onItem()
                .transformToMultiAndConcatenate(batch -> scan.over() ? skip(scan) : read(tenant, batch, scan))
                .onItem()
                .ignoreAsUni()
                .replaceWith(scan);
    }

    private static Multi<Void> skip(Scan scan) {
        scan.truncated = true;
        return Multi.createFrom().empty();
    }

    private Multi<Void> read(String tenant, List<TraceId> batch, Scan scan) {
        return storage.withTraces(tenant, batch, spans -> {
                    scan.truncated |= spans.truncated();
                    scan.spans += spans.spans().size();
                    Trace.group(spans.spans()).forEach(scan.calls::add);
                    return Multi.createFrom().<Void>empty();
                })
                .onFailure(AnswerTooLargeException.class)
                .recoverWithMulti(tooLarge -> skip(scan));
    }

    /** What one request has counted. Batches come one after the other. */
    private final class Scan {
        private final ServiceCalls calls = new ServiceCalls();
        private final List<TraceId> traceIds;
        private final long deadlineNanos =
                System.nanoTime() + settings.timeLimit().toNanos();
        private boolean truncated;
        private int spans;

        Scan(FoundTraces found) {
            traceIds = found.traceIds().subList(0, Math.min(found.traceIds().size(), settings.maxTraces()));
            truncated = found.truncated() || traceIds.size() < found.traceIds().size();
        }

        List<List<TraceId>> batches() {
            List<List<TraceId>> batches = new ArrayList<>();
            for (int from = 0; from < traceIds.size(); from += tracesPerBatch) {
                batches.add(traceIds.subList(from, Math.min(traceIds.size(), from + tracesPerBatch)));
            }
            return batches;
        }

        boolean over() {
            return spans >= settings.maxSpans() || System.nanoTime() - deadlineNanos >= 0;
        }
    }
}

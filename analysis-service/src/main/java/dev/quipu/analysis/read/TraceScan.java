package dev.quipu.analysis.read;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.AnswerTooLargeException;
import dev.quipu.analysis.client.FoundTraces;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.analysis.client.TraceQuery;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import dev.quipu.model.query.RecordFilter;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Goes through the newest stored traces of a window, as many as one request may read. */
@ApplicationScoped
public class TraceScan {

    private final StorageClient storage;
    private final AnalysisConfig.Dependencies settings;
    private final int tracesPerBatch;

    TraceScan(StorageClient storage, AnalysisConfig config) {
        this.storage = storage;
        this.settings = config.analysis().dependencies();
        this.tracesPerBatch = config.analysis().jaeger().tracesPerBatch();
    }

    /**
     * @param filter what one span of a trace has to be like
     * @param use is given whole traces, those of one batch at a time, one after the other
     * @return whether traces of the window were left out, because they are more than one request may read
     */
    public Uni<Boolean> over(String tenant, RecordFilter filter, Window window, Consumer<List<Span>> use) {
        TraceQuery query = new TraceQuery(
                filter, window.fromUnixNano(), OptionalLong.of(window.toUnixNano()), settings.maxTraces() + 1);
        return storage.findTraces(tenant, query).chain(found -> new Pass(tenant, found, use).run());
    }

    /** What one request has read. Batches come one after the other; it stops between them. */
    private final class Pass {
        private final String tenant;
        private final Consumer<List<Span>> use;
        private final List<TraceId> traceIds;
        private final long deadlineNanos =
                System.nanoTime() + settings.timeLimit().toNanos();
        private boolean truncated;
        private int spans;

        Pass(String tenant, FoundTraces found, Consumer<List<Span>> use) {
            this.tenant = tenant;
            this.use = use;
            this.traceIds =
                    found.traceIds().subList(0, Math.min(found.traceIds().size(), settings.maxTraces()));
            this.truncated =
                    found.truncated() || traceIds.size() < found.traceIds().size();
        }

        Uni<Boolean> run() {
            return Multi.createFrom()
                    .iterable(batches())
                    .onItem()
                    .transformToMultiAndConcatenate(batch -> over() ? skip() : read(batch))
                    .onItem()
                    .ignoreAsUni()
                    .map(done -> truncated);
        }

        private List<List<TraceId>> batches() {
            List<List<TraceId>> batches = new ArrayList<>();
            for (int from = 0; from < traceIds.size(); from += tracesPerBatch) {
                batches.add(traceIds.subList(from, Math.min(traceIds.size(), from + tracesPerBatch)));
            }
            return batches;
        }

        private boolean over() {
            return spans >= settings.maxSpans() || System.nanoTime() - deadlineNanos >= 0;
        }

        private Multi<Void> skip() {
            truncated = true;
            return Multi.createFrom().empty();
        }

        private Multi<Void> read(List<TraceId> batch) {
            return storage.withTraces(tenant, batch, found -> {
                        truncated |= found.truncated();
                        spans += found.spans().size();
                        use.accept(found.spans());
                        return Multi.createFrom().<Void>empty();
                    })
                    .onFailure(AnswerTooLargeException.class)
                    .recoverWithMulti(tooLarge -> skip());
        }
    }
}

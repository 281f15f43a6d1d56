package dev.quipu.analysis.read;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.AnswerTooLargeException;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.analysis.client.TraceQuery;
import dev.quipu.analysis.client.Workers;
import dev.quipu.analysis.trace.Trace;
import dev.quipu.model.TraceId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Answers with traces in pieces: one batch is read, converted and written before the next is asked of storage, so that
 * the memory of an answer does not grow with its length. A failure before the first piece is the failure of the
 * answer; what becomes of a later one, the answer says.
 */
@ApplicationScoped
public class TraceReader {

    private final StorageClient storage;
    private final Workers workers;
    private final int tracesPerBatch;

    TraceReader(StorageClient storage, Workers workers, AnalysisConfig config) {
        this.storage = storage;
        this.workers = workers;
        this.tracesPerBatch = config.analysis().jaeger().tracesPerBatch();
    }

    /** The trace; fails with {@link TraceNotFoundException} when nothing of it is stored. */
    public Multi<byte[]> one(String tenant, TraceId id, TracesAnswer answer) {
        Multi<byte[]> pieces = storage.withTraces(
                tenant,
                List.of(id),
                found -> found.spans().isEmpty()
                        ? Multi.createFrom().failure(new TraceNotFoundException())
                        : pieces(answer.add(List.of(id), found)));
        return thenEnd(pieces, answer);
    }

    /** What a function makes of the trace; fails as {@link #one}. @param use is told too whether spans are missing */
    public <T> Uni<T> whole(String tenant, TraceId id, BiFunction<Trace, Boolean, T> use) {
        return storage.withTraces(
                        tenant,
                        List.of(id),
                        found -> found.spans().isEmpty()
                                ? Multi.createFrom().<T>failure(new TraceNotFoundException())
                                : Multi.createFrom().item(() -> use.apply(Trace.of(found.spans()), found.truncated())))
                .toUni();
    }

    /** The newest that match. */
    public Multi<byte[]> find(String tenant, TraceQuery query, TracesAnswer answer) {
        return storage.findTraces(tenant, query).onItem().transformToMulti(found -> {
            if (found.truncated()) {
                answer.searchWasCutShort();
            }
            return named(tenant, found.traceIds(), answer);
        });
    }

    /** Those that are stored of these. */
    public Multi<byte[]> named(String tenant, List<TraceId> ids, TracesAnswer answer) {
        List<List<TraceId>> batches = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += tracesPerBatch) {
            batches.add(ids.subList(from, Math.min(ids.size(), from + tracesPerBatch)));
        }
        Multi<byte[]> pieces = Multi.createFrom()
                .iterable(batches)
                .onItem()
                .transformToMultiAndConcatenate(batch -> batch(tenant, batch, answer));
        return thenEnd(pieces, answer);
    }

    private Multi<byte[]> batch(String tenant, List<TraceId> ids, TracesAnswer answer) {
        if (answer.full()) {
            answer.leaveOut(ids.size());
            return Multi.createFrom().empty();
        }
        return storage.withTraces(tenant, ids, found -> pieces(answer.add(ids, found)))
                .onFailure(AnswerTooLargeException.class)
                .recoverWithMulti(tooLarge -> halves(tenant, ids, answer))
                .onFailure(failure -> answer.begun())
                .recoverWithMulti(failure -> {
                    answer.failed(failure);
                    return Multi.createFrom().empty();
                });
    }

    private Multi<byte[]> halves(String tenant, List<TraceId> ids, TracesAnswer answer) {
        if (ids.size() == 1) {
            answer.tooLarge(ids.get(0));
            return Multi.createFrom().empty();
        }
        int middle = ids.size() / 2;
        return Multi.createFrom()
                .items(ids.subList(0, middle), ids.subList(middle, ids.size()))
                .onItem()
                .transformToMultiAndConcatenate(half -> batch(tenant, half, answer));
    }

    private static Multi<byte[]> thenEnd(Multi<byte[]> pieces, TracesAnswer answer) {
        return Multi.createBy()
                .concatenating()
                .streams(pieces, Multi.createFrom().item(answer::end));
    }

    /** Each piece is a task of its own on the workers, so that a large answer does not keep small ones waiting. */
    private Multi<byte[]> pieces(Iterator<byte[]> pieces) {
        if (!pieces.hasNext()) {
            return Multi.createFrom().empty();
        }
        return Multi.createBy()
                .repeating()
                .uni(() -> Uni.createFrom().item(pieces::next).runSubscriptionOn(workers))
                .whilst(piece -> pieces.hasNext());
    }
}

package dev.quipu.analysis.jaeger;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.AnswerTooLargeException;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.analysis.client.TraceQuery;
import dev.quipu.analysis.client.Workers;
import dev.quipu.model.TraceId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Answers questions for traces as {@link JaegerTraces}, in pieces: one batch of traces is read, converted and written
 * before the next is asked of storage, so that the memory of an answer does not grow with its length. A failure
 * before the first piece is the failure of the answer; after it, a remark at the answer's end.
 */
@ApplicationScoped
public class TraceAnswers {

    private final StorageClient storage;
    private final Workers workers;
    private final ObjectMapper mapper;
    private final AnalysisConfig.Jaeger settings;

    TraceAnswers(StorageClient storage, Workers workers, ObjectMapper mapper, AnalysisConfig config) {
        this.storage = storage;
        this.workers = workers;
        this.mapper = mapper;
        this.settings = config.analysis().jaeger();
    }

    /** The trace; fails with {@link TraceNotFoundException} when nothing of it is stored. */
    public Multi<byte[]> trace(String tenant, TraceId id) {
        return Multi.createFrom().deferred(() -> {
            AnswerInProgress answer = new AnswerInProgress(mapper, 0, settings.maxSpans());
            Multi<byte[]> pieces = storage.withTraces(
                    tenant,
                    List.of(id),
                    found -> found.spans().isEmpty()
                            ? Multi.createFrom().failure(new TraceNotFoundException())
                            : pieces(answer.add(List.of(id), found, false)));
            return thenEnd(pieces, answer);
        });
    }

    /** The traces named, or else the newest that match. */
    public Multi<byte[]> search(String tenant, JaegerSearch search) {
        return Multi.createFrom().deferred(() -> {
            AnswerInProgress answer = new AnswerInProgress(mapper, search.limit(), settings.maxSpans());
            return search.traceIds().isEmpty() ? find(tenant, search, answer) : named(tenant, search, answer);
        });
    }

    private Multi<byte[]> find(String tenant, JaegerSearch search, AnswerInProgress answer) {
        TraceQuery query =
                new TraceQuery(SearchFilter.of(search), search.fromUnixNano(), search.toUnixNano(), search.limit());
        return storage.findTraces(tenant, query).onItem().transformToMulti(found -> {
            if (found.truncated()) {
                answer.remark(JaegerError.remark("storage did not look through the whole window: narrow the search"));
            }
            return read(tenant, found.traceIds(), answer, false);
        });
    }

    private Multi<byte[]> named(String tenant, JaegerSearch search, AnswerInProgress answer) {
        List<TraceId> distinct = search.traceIds().stream().distinct().toList();
        List<TraceId> allowed = distinct.subList(0, Math.min(distinct.size(), settings.maxTraces()));
        answer.leaveOut(distinct.size() - allowed.size());
        return read(tenant, allowed, answer, true);
    }

    private Multi<byte[]> read(String tenant, List<TraceId> ids, AnswerInProgress answer, boolean remarkMissing) {
        List<List<TraceId>> batches = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += settings.tracesPerBatch()) {
            batches.add(ids.subList(from, Math.min(ids.size(), from + settings.tracesPerBatch())));
        }
        Multi<byte[]> pieces = Multi.createFrom()
                .iterable(batches)
                .onItem()
                .transformToMultiAndConcatenate(batch -> batch(tenant, batch, answer, remarkMissing));
        return thenEnd(pieces, answer);
    }

    private Multi<byte[]> batch(String tenant, List<TraceId> ids, AnswerInProgress answer, boolean remarkMissing) {
        if (answer.full()) {
            answer.leaveOut(ids.size());
            return Multi.createFrom().empty();
        }
        return storage.withTraces(tenant, ids, found -> pieces(answer.add(ids, found, remarkMissing)))
                .onFailure(AnswerTooLargeException.class)
                .recoverWithMulti(tooLarge -> halves(tenant, ids, answer, remarkMissing))
                .onFailure(failure -> answer.begun())
                .recoverWithMulti(failure -> {
                    answer.remark(JaegerError.remark("the answer is not complete: " + failure.getMessage()));
                    return Multi.createFrom().empty();
                });
    }

    private Multi<byte[]> halves(String tenant, List<TraceId> ids, AnswerInProgress answer, boolean remarkMissing) {
        if (ids.size() == 1) {
            answer.remark(JaegerError.remark(
                    "the trace is larger than an answer may be", ids.get(0).hex()));
            return Multi.createFrom().empty();
        }
        int middle = ids.size() / 2;
        return Multi.createFrom()
                .items(ids.subList(0, middle), ids.subList(middle, ids.size()))
                .onItem()
                .transformToMultiAndConcatenate(half -> batch(tenant, half, answer, remarkMissing));
    }

    private Multi<byte[]> thenEnd(Multi<byte[]> pieces, AnswerInProgress answer) {
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

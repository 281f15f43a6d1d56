package dev.quipu.analysis.jaeger;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.TraceQuery;
import dev.quipu.analysis.read.TraceReader;
import dev.quipu.model.TraceId;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Answers questions for traces as {@link JaegerTraces}, in pieces. A failure after the first piece becomes a remark at
 * the answer's end.
 */
@ApplicationScoped
public class TraceAnswers {

    private final TraceReader reader;
    private final ObjectMapper mapper;
    private final AnalysisConfig.Jaeger settings;

    TraceAnswers(TraceReader reader, ObjectMapper mapper, AnalysisConfig config) {
        this.reader = reader;
        this.mapper = mapper;
        this.settings = config.analysis().jaeger();
    }

    /** The trace; fails with {@link dev.quipu.analysis.read.TraceNotFoundException} when nothing of it is stored. */
    public Multi<byte[]> trace(String tenant, TraceId id) {
        return Multi.createFrom().deferred(() -> reader.one(tenant, id, answer(0, false)));
    }

    /** The traces named, or else the newest that match. */
    public Multi<byte[]> search(String tenant, JaegerSearch search) {
        return Multi.createFrom()
                .deferred(() -> search.traceIds().isEmpty() ? find(tenant, search) : named(tenant, search));
    }

    private Multi<byte[]> find(String tenant, JaegerSearch search) {
        TraceQuery query =
                new TraceQuery(SearchFilter.of(search), search.fromUnixNano(), search.toUnixNano(), search.limit());
        return reader.find(tenant, query, answer(search.limit(), false));
    }

    private Multi<byte[]> named(String tenant, JaegerSearch search) {
        List<TraceId> distinct = search.traceIds().stream().distinct().toList();
        List<TraceId> allowed = distinct.subList(0, Math.min(distinct.size(), settings.maxTraces()));
        AnswerInProgress answer = answer(search.limit(), true);
        answer.leaveOut(distinct.size() - allowed.size());
        return reader.named(tenant, allowed, answer);
    }

    private AnswerInProgress answer(int limit, boolean remarkMissing) {
        return new AnswerInProgress(mapper, limit, settings.maxSpans(), remarkMissing);
    }
}

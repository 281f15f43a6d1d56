package dev.quipu.analysis.client;

import dev.quipu.model.LogRecord;
import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.otlp.OtlpLogs;
import dev.quipu.model.query.RecordFilter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Storage's log records. Everything fails as {@link StorageHttp} says; what is made of answers runs on the workers. */
@ApplicationScoped
public class LogClient {

    private final StorageHttp http;
    private final Workers workers;

    LogClient(StorageHttp http, Workers workers) {
        this.http = http;
        this.workers = workers;
    }

    /** Which records are asked for, newest first. */
    public record Query(RecordFilter filter, long fromUnixNano, long toUnixNano) {}

    /**
     * Some of the records.
     *
     * @param nextCursor for those after them; empty when there are none
     * @param watermark everything acknowledged before this was looked at; empty when storage does not say
     */
    public record Page(List<LogRecord> records, Optional<String> nextCursor, Optional<Instant> watermark) {
        public Page {
            records = List.copyOf(records);
        }
    }

    /**
     * What a function makes of a page; while it does, the page's bytes count as in flight.
     *
     * @param cursor of the page before; empty for the first page
     */
    public <T> Uni<T> withPage(String tenant, Query query, Optional<String> cursor, int limit, Function<Page, T> use) {
        StorageQuery ask = new StorageQuery("searchLogs", tenant, "/v1/logs", StorageQuery.PROTOBUF)
                .withIfPresent("q", query.filter().toString())
                .with("from", Long.toString(query.fromUnixNano()))
                .with("to", Long.toString(query.toUnixNano()))
                .with("order", "newest")
                .with("limit", Integer.toString(limit))
                .withIfPresent("cursor", cursor.orElse(""));
        return Uni.createFrom().deferred(() -> {
            BytesInFlight.Share share = http.openShare();
            return http.get(ask, share)
                    .emitOn(workers)
                    .map(answer -> use.apply(page(answer)))
                    .onTermination()
                    .invoke(share::close);
        });
    }

    private static Page page(StorageAnswer answer) {
        try {
            return new Page(
                    OtlpLogs.read(answer.body(), answer.body().length),
                    answer.nextCursor(),
                    answer.watermark().map(Instant::parse));
        } catch (OtlpFormatException | DateTimeException e) {
            throw new StorageAnswerException("storage's searchLogs: expected LogsData, got something else", e);
        }
    }
}

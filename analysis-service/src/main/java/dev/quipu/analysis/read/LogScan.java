package dev.quipu.analysis.read;

import dev.quipu.analysis.client.AnswerTooLargeException;
import dev.quipu.analysis.client.LogClient;
import dev.quipu.analysis.client.StorageRefusedException;
import dev.quipu.model.LogRecord;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Goes through the newest stored log records of a window, as many as one request may read. */
@ApplicationScoped
public class LogScan {

    private static final int MAX_PAGE = 1000;

    private final LogClient logs;

    LogScan(LogClient logs) {
        this.logs = logs;
    }

    /** @param timeLimit after which it stops, between records */
    public record Limits(int maxRecords, Duration timeLimit) {}

    /**
     * What was read.
     *
     * @param isCut whether records of the window were left out
     * @param watermark everything acknowledged before this was looked at; empty when storage does not say
     */
    public record Reading(boolean isCut, Optional<Instant> watermark) {}

    /** @param use is given the records, the newest first, one after the other */
    public Uni<Reading> over(String tenant, LogClient.Query query, Limits limits, Consumer<LogRecord> use) {
        return Uni.createFrom().deferred(() -> new Pass(tenant, query, limits, use).next(Optional.empty()));
    }

    /** What one request has read. Pages come one after the other. */
    private final class Pass {
        private final String tenant;
        private final LogClient.Query query;
        private final Consumer<LogRecord> use;
        private final int maxRecords;
        private final long deadlineNanos;
        private Optional<Instant> watermark = Optional.empty();
        private int pageSize = MAX_PAGE;
        private int records;
        private boolean isCut;

        Pass(String tenant, LogClient.Query query, Limits limits, Consumer<LogRecord> use) {
            this.tenant = tenant;
            this.query = query;
            this.use = use;
            this.maxRecords = limits.maxRecords();
            this.deadlineNanos = System.nanoTime() + limits.timeLimit().toNanos();
        }

        Uni<Reading> next(Optional<String> cursor) {
            return page(cursor)
                    .chain(next -> next.isPresent() && !isEnough()
                            ? next(next)
                            : Uni.createFrom().item(new Reading(next.isPresent() || isCut, watermark)));
        }

        /** Halved when it is too large, as records may be as large as the largest request. */
        private Uni<Optional<String>> page(Optional<String> cursor) {
            int limit = Math.min(pageSize, maxRecords - records);
            return logs.withPage(tenant, query, cursor, limit, this::use)
                    .onFailure(failure -> isTooLarge(failure) && limit > 1)
                    .recoverWithUni(() -> {
                        pageSize = limit / 2;
                        return page(cursor);
                    });
        }

        /** @return the cursor of the next page */
        private Optional<String> use(LogClient.Page page) {
            watermark = watermark.or(page::watermark);
            for (LogRecord record : page.records()) {
                if (isOverdue()) {
                    isCut = true;
                    return Optional.empty();
                }
                use.accept(record);
                records++;
            }
            return page.nextCursor();
        }

        private boolean isEnough() {
            return records >= maxRecords || isOverdue();
        }

        private boolean isOverdue() {
            return System.nanoTime() - deadlineNanos > 0;
        }
    }

    /** Storage says by its parameter that fewer have to be asked for. */
    private static boolean isTooLarge(Throwable failure) {
        return failure instanceof AnswerTooLargeException
                || failure instanceof StorageRefusedException
                        && String.valueOf(failure.getMessage()).contains("limit:");
    }
}

package dev.quipu.analysis.template;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.AnswerTooLargeException;
import dev.quipu.analysis.client.LogClient;
import dev.quipu.analysis.client.StorageRefusedException;
import dev.quipu.analysis.read.Page;
import dev.quipu.model.LogRecord;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Reads the newest log records of a window and learns their templates. */
@ApplicationScoped
public class TemplateReader {

    private static final int MAX_PAGE = 1000;

    private final LogClient logs;
    private final AnalysisConfig.Templates config;

    TemplateReader(LogClient logs, AnalysisConfig config) {
        this.logs = logs;
        this.config = config.analysis().templates();
    }

    public Uni<TemplatesAnswer> read(String tenant, TemplateQuery query, Page page) {
        return Uni.createFrom().deferred(() -> {
            Pass pass = new Pass(tenant, query);
            return pass.next(Optional.empty()).map(reading -> TemplatesAnswer.of(pass.mined, reading, page));
        });
    }

    /** What one request has read. Pages come one after the other. */
    private final class Pass {
        private final String tenant;
        private final LogClient.Query records;
        private final MinedTemplates mined;
        private final long deadlineNanos =
                System.nanoTime() + config.timeLimit().toNanos();
        private Optional<Instant> watermark = Optional.empty();
        private int pageSize = MAX_PAGE;
        private boolean isCut;

        Pass(String tenant, TemplateQuery query) {
            this.tenant = tenant;
            this.records = query.records();
            this.mined = new MinedTemplates(query.isAssigned());
        }

        Uni<TemplatesAnswer.Reading> next(Optional<String> cursor) {
            return page(cursor)
                    .chain(next -> next.isPresent() && !isEnough()
                            ? next(next)
                            : Uni.createFrom().item(new TemplatesAnswer.Reading(next.isPresent() || isCut, watermark)));
        }

        /** Halved when it is too large, as records may be as large as the largest request. */
        private Uni<Optional<String>> page(Optional<String> cursor) {
            int limit = (int) Math.min(pageSize, config.maxRecords() - mined.records());
            return logs.withPage(tenant, records, cursor, limit, this::mine)
                    .onFailure(failure -> isTooLarge(failure) && limit > 1)
                    .recoverWithUni(() -> {
                        pageSize = limit / 2;
                        return page(cursor);
                    });
        }

        /** @return the cursor of the next page */
        private Optional<String> mine(LogClient.Page page) {
            watermark = watermark.or(page::watermark);
            for (LogRecord record : page.records()) {
                if (isOverdue()) {
                    isCut = true;
                    return Optional.empty();
                }
                mined.add(record);
            }
            return page.nextCursor();
        }

        private boolean isEnough() {
            return mined.records() >= config.maxRecords() || isOverdue();
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

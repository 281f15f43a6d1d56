package dev.quipu.analysis.template;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.read.LogScan;
import dev.quipu.analysis.read.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads the newest log records of a window and learns their templates. */
@ApplicationScoped
public class TemplateReader {

    private final LogScan logs;
    private final LogScan.Limits limits;

    TemplateReader(LogScan logs, AnalysisConfig config) {
        AnalysisConfig.Templates templates = config.analysis().templates();
        this.logs = logs;
        this.limits = new LogScan.Limits(templates.maxRecords(), templates.timeLimit());
    }

    public Uni<TemplatesAnswer> read(String tenant, TemplateQuery query, Page page) {
        return Uni.createFrom().deferred(() -> {
            MinedTemplates mined = new MinedTemplates(query.isAssigned());
            return logs.over(tenant, query.records(), limits, mined::add)
                    .map(reading -> TemplatesAnswer.of(mined, reading, page));
        });
    }
}

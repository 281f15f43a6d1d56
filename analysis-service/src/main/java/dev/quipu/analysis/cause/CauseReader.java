package dev.quipu.analysis.cause;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.LogClient;
import dev.quipu.analysis.read.LogScan;
import dev.quipu.analysis.read.TraceScan;
import dev.quipu.analysis.read.Window;
import dev.quipu.model.query.RecordFilter;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads what was recorded in an incident and in the windows that it is compared with, and ranks its causes. */
@ApplicationScoped
public class CauseReader {

    /** Baselines that cannot be read within are left out. */
    private static final Duration BASELINES_TIME_LIMIT = Duration.ofSeconds(20);

    private final TraceScan traces;
    private final LogScan logs;
    private final MetricFigures metrics;
    private final EvidenceTemplates templates;
    private final LogScan.Limits limits;

    CauseReader(
            TraceScan traces, LogScan logs, MetricFigures metrics, EvidenceTemplates templates, AnalysisConfig config) {
        AnalysisConfig.Causes causes = config.analysis().causes();
        this.traces = traces;
        this.logs = logs;
        this.metrics = metrics;
        this.templates = templates;
        this.limits = new LogScan.Limits(causes.maxRecords(), causes.timeLimit());
    }

    public Uni<CauseAnswer> read(String tenant, CauseQuery query) {
        return Uni.createFrom().deferred(() -> {
            Telemetry telemetry = new Telemetry();
            long deadlineNanos = System.nanoTime() + BASELINES_TIME_LIMIT.toNanos();
            return Multi.createFrom()
                    .iterable(query.readBaselines())
                    .onItem()
                    .transformToUniAndConcatenate(window -> System.nanoTime() - deadlineNanos < 0
                            ? read(tenant, window, telemetry)
                            : Uni.createFrom().item(true).invoke(telemetry::truncated))
                    .collect()
                    .last()
                    .chain(last -> read(tenant, query.incident(), telemetry))
                    .chain(last -> metrics.read(tenant, query))
                    .chain(series -> answer(tenant, query, telemetry, series));
        });
    }

    /** Traces come first: log records are counted by the span that they were written in. */
    private Uni<Boolean> read(String tenant, TimeRange range, Telemetry telemetry) {
        return Uni.createFrom().deferred(() -> {
            telemetry.begin(range);
            Window window = new Window(range.fromUnixNano(), range.toUnixNano());
            LogClient.Query records = new LogClient.Query(RecordFilter.ALL, range.fromUnixNano(), range.toUnixNano());
            return traces.over(tenant, RecordFilter.ALL, window, telemetry::addTraces)
                    .invoke(telemetry::truncated)
                    .chain(done -> logs.over(tenant, records, limits, telemetry::addLog))
                    .invoke(reading -> telemetry.truncated(reading.isCut()))
                    .replaceWith(true);
        });
    }

    private Uni<CauseAnswer> answer(String tenant, CauseQuery query, Telemetry telemetry, MetricFigures.Found series) {
        List<Indicator> indicators = new ArrayList<>(telemetry.indicators());
        indicators.addAll(series.indicators());
        List<Cause> causes = query.symptom()
                .map(symptom -> CauseRanking.rank(telemetry.calls(), indicators, symptom, CauseSettings.DEFAULT))
                .orElseGet(() -> CauseRanking.rank(telemetry.calls(), indicators, CauseSettings.DEFAULT));
        CauseAnswer.Read read = new CauseAnswer.Read(
                telemetry.spans(), telemetry.logs(), series.count(), telemetry.isTruncated() || series.isTruncated());
        return templates
                .of(tenant, query.incident(), causes, telemetry)
                .map(found -> CauseAnswer.of(query, causes, found, read));
    }
}

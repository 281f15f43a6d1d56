package dev.quipu.analysis.anomaly;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.FoundRollup;
import dev.quipu.analysis.client.RollupQuery;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.analysis.client.TemplateClient;
import dev.quipu.analysis.template.CurrentTemplates;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.TemplateKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Looks for what stands out in how often components write which log records. A step without any has the count 0, once
 * there was one; the step that is not over is left out.
 */
@ApplicationScoped
public class TemplateAnomalies {

    private final StorageClient storage;
    private final TemplateClient kept;
    private final AnalysisConfig.Anomalies config;

    TemplateAnomalies(StorageClient storage, TemplateClient kept, AnalysisConfig config) {
        this.storage = storage;
        this.kept = kept;
        this.config = config.analysis().anomalies();
    }

    /** @param service components of this name; empty for all */
    public Uni<AnomaliesAnswer> find(String tenant, Optional<String> service, AnomalyQuery query) {
        query.steps(config);
        return Uni.combine()
                .all()
                .unis(
                        storage.rollup(
                                tenant,
                                RollupQuery.bySteps(
                                        RollupKind.TEMPLATES, query.learnFrom(), query.to(), query.step(), service)),
                        kept.templates(
                                tenant, new TemplateClient.Query(service.orElse(""), Optional.empty(), false, true)))
                .with((found, templates) -> AnomaliesAnswer.of(
                        query, series(found, new CurrentTemplates(templates.templates()), query), found.watermark()));
    }

    private List<SeriesPoints> series(FoundRollup<TemplateKey> found, CurrentTemplates templates, AnomalyQuery query) {
        Map<Integer, TreeMap<Long, Long>> counts = new TreeMap<>();
        found.rollup().byKey().forEach((key, cell) -> {
            int template = templates.current(key.template());
            if (templates.of(template).isPresent()) {
                counts.computeIfAbsent(template, unseen -> new TreeMap<>())
                        .merge(key.startUnixSeconds(), cell.spans(), Long::sum);
            }
        });
        query.requireFewer("service", counts.size(), config);
        List<SeriesPoints> series = new ArrayList<>();
        counts.forEach((template, steps) ->
                templates.of(template).ifPresent(known -> series.add(series(known, steps, query))));
        return series;
    }

    private static SeriesPoints series(TemplateClient.Kept template, TreeMap<Long, Long> steps, AnomalyQuery query) {
        long stepSeconds = query.step().toSeconds();
        long first = steps.firstKey();
        int count = (int) Math.max(0, (query.to().getEpochSecond() - first) / stepSeconds);
        long[] times = new long[count];
        double[] records = new double[count];
        for (int i = 0; i < count; i++) {
            long second = first + i * stepSeconds;
            times[i] = TimeUnit.SECONDS.toNanos(second);
            records[i] = steps.getOrDefault(second, 0L);
        }
        Map<String, String> labels = Map.of(
                "namespace", template.namespace(),
                "component", template.component(),
                "template", Integer.toString(template.id()),
                "text", template.text());
        return new SeriesPoints("records", labels, times, records);
    }
}

package dev.quipu.analysis.anomaly;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.FoundRollup;
import dev.quipu.analysis.client.RollupQuery;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.model.Span;
import dev.quipu.model.rollup.RollupCell;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Looks for what stands out in rate, errors and duration of components, of spans that serve calls or messages. A step
 * without spans has the rate 0, once the component was seen; the step that is not over is left out.
 */
@ApplicationScoped
public class RedAnomalies {

    private static final double P99 = 0.99;

    /** Rate, errors and duration. */
    private static final int FIGURES = 3;

    private final StorageClient storage;
    private final AnalysisConfig.Anomalies config;

    RedAnomalies(StorageClient storage, AnalysisConfig config) {
        this.storage = storage;
        this.config = config.analysis().anomalies();
    }

    /** @param service components of this name; empty for all */
    public Uni<AnomaliesAnswer> find(String tenant, Optional<String> service, AnomalyQuery query) {
        query.steps(config);
        return storage.rollup(
                        tenant,
                        RollupQuery.bySteps(RollupKind.SPANS, query.learnFrom(), query.to(), query.step(), service))
                .map(found -> AnomaliesAnswer.of(query, series(found, query), found.watermark()));
    }

    private record Owner(String namespace, String component) implements Comparable<Owner> {
        @Override
        public int compareTo(Owner other) {
            int byName = component.compareTo(other.component);
            return byName != 0 ? byName : namespace.compareTo(other.namespace);
        }
    }

    /** What one component did in one step. */
    private static final class Step {
        private final RollupCell all = new RollupCell();
        private double errors;

        void add(SpanKey key, RollupCell cell) {
            all.add(cell);
            errors += key.statusCode() == Span.Status.CODE_ERROR ? cell.weight() : 0;
        }
    }

    private List<SeriesPoints> series(FoundRollup<SpanKey> found, AnomalyQuery query) {
        Map<Owner, TreeMap<Long, Step>> components = new TreeMap<>();
        found.rollup().byKey().forEach((key, cell) -> {
            if (isServing(key.kind())) {
                components
                        .computeIfAbsent(new Owner(key.namespace(), key.component()), owner -> new TreeMap<>())
                        .computeIfAbsent(key.startUnixSeconds(), second -> new Step())
                        .add(key, cell);
            }
        });
        query.requireFewer("service", FIGURES * components.size(), config);
        List<SeriesPoints> series = new ArrayList<>();
        components.forEach((owner, steps) -> series.addAll(series(owner, steps, query)));
        return series;
    }

    private static boolean isServing(int kind) {
        return kind == Span.Kind.SERVER.ordinal() || kind == Span.Kind.CONSUMER.ordinal();
    }

    private static List<SeriesPoints> series(Owner owner, TreeMap<Long, Step> steps, AnomalyQuery query) {
        long stepSeconds = query.step().toSeconds();
        long first = steps.firstKey();
        int count = (int) Math.max(0, (query.to().getEpochSecond() - first) / stepSeconds);
        long[] times = new long[count];
        double[] rates = new double[count];
        double[] errors = new double[count];
        double[] p99s = new double[count];
        for (int i = 0; i < count; i++) {
            long second = first + i * stepSeconds;
            Step step = steps.get(second);
            times[i] = TimeUnit.SECONDS.toNanos(second);
            rates[i] = step == null ? 0 : step.all.weight() / stepSeconds;
            errors[i] = step == null ? 0 : step.errors / stepSeconds;
            p99s[i] = step == null ? Double.NaN : step.all.quantileNanos(P99);
        }
        Map<String, String> labels = Map.of("namespace", owner.namespace(), "component", owner.component());
        return List.of(
                new SeriesPoints("rate", labels, times, rates),
                new SeriesPoints("errors", labels, times, errors),
                new SeriesPoints("p99Nanos", labels, times, p99s));
    }
}

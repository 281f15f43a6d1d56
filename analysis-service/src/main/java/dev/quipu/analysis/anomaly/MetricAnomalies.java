package dev.quipu.analysis.anomaly;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.MetricClient;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for what stands out in series of metrics. */
@ApplicationScoped
public class MetricAnomalies {

    /** Storage answers with no more at once. */
    private static final int MAX_STEPS = 2000;

    private final MetricClient metrics;
    private final AnalysisConfig.Anomalies config;

    MetricAnomalies(MetricClient metrics, AnalysisConfig config) {
        this.metrics = metrics;
        this.config = config.analysis().anomalies();
    }

    /**
     * Which series.
     *
     * @param match a selector, in storage's notation
     * @param function what is made of the points of a step
     */
    public record Selection(String match, String function, Optional<String> quantile) {}

    public Uni<AnomaliesAnswer> find(String tenant, Selection selection, AnomalyQuery query) {
        return Uni.createFrom().deferred(() -> {
            Gathered gathered = new Gathered(query);
            return Multi.createFrom()
                    .iterable(parts(selection, query))
                    .onItem()
                    .transformToUniAndConcatenate(
                            part -> metrics.values(tenant, part).invoke(gathered::add))
                    .collect()
                    .last()
                    .map(last -> AnomaliesAnswer.of(
                            query, gathered.series(), Optional.ofNullable(last).map(MetricClient.Values::watermark)));
        });
    }

    private static List<MetricClient.Query> parts(Selection selection, AnomalyQuery query) {
        List<MetricClient.Query> parts = new ArrayList<>();
        Duration length = query.step().multipliedBy(MAX_STEPS - 1);
        for (Instant from = query.learnFrom(); from.isBefore(query.to()); from = from.plus(length)) {
            Instant end = from.plus(length);
            parts.add(new MetricClient.Query(
                    selection.match(),
                    selection.function(),
                    selection.quantile(),
                    from,
                    end.isBefore(query.to()) ? end : query.to(),
                    query.step()));
        }
        return parts;
    }

    /** The parts of each series, put together. Used by one thread at a time. */
    private final class Gathered {
        private final AnomalyQuery query;
        private final int steps;
        private final Map<String, MetricClient.Line> named = new LinkedHashMap<>();
        private final Map<String, double[]> values = new LinkedHashMap<>();
        private long firstUnixNano = -1;
        private long stepNanos = 1;

        Gathered(AnomalyQuery query) {
            this.query = query;
            this.steps = query.steps(config);
        }

        void add(MetricClient.Values part) {
            if (firstUnixNano < 0) {
                firstUnixNano = part.firstUnixNano();
                stepNanos = part.stepNanos();
            }
            int offset = (int) ((part.firstUnixNano() - firstUnixNano) / stepNanos);
            for (MetricClient.Line line : part.lines()) {
                named.putIfAbsent(line.identity(), line);
                double[] all = values.computeIfAbsent(line.identity(), this::newSeries);
                int count = Math.min(line.values().length, steps - offset);
                System.arraycopy(line.values(), 0, all, offset, Math.max(0, count));
            }
        }

        private double[] newSeries(String identity) {
            query.requireFewer("match", values.size() + 1, config);
            double[] none = new double[steps];
            Arrays.fill(none, Double.NaN);
            return none;
        }

        List<SeriesPoints> series() {
            long[] times = new long[steps];
            for (int step = 0; step < steps; step++) {
                times[step] = firstUnixNano + step * stepNanos;
            }
            return named.entrySet().stream()
                    .map(entry -> new SeriesPoints(
                            entry.getValue().metric(),
                            entry.getValue().labels(),
                            times,
                            values.getOrDefault(entry.getKey(), new double[steps])))
                    .toList();
        }
    }
}

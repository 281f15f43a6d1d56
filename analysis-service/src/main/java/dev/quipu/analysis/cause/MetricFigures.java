package dev.quipu.analysis.cause;

import dev.quipu.analysis.client.MetricClient;
import dev.quipu.analysis.client.StorageRefusedException;
import dev.quipu.model.SemanticAttributes;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Makes indicators of the metrics of an incident and of the windows that it is compared with. */
@ApplicationScoped
public class MetricFigures {

    /** Storage answers with no more at once. */
    private static final int MAX_STEPS = 2000;

    /** The longest that is at most a fifth of a window is taken, so that windows begin and end at steps. */
    private static final List<Duration> STEPS = List.of(
            Duration.ofHours(1),
            Duration.ofMinutes(15),
            Duration.ofMinutes(5),
            Duration.ofMinutes(1),
            Duration.ofSeconds(30));

    private static final Duration SHORTEST_STEP = Duration.ofSeconds(10);
    private static final int LEAST_STEPS = 5;

    /** Labels that name the component, not what is measured of it. */
    private static final Set<String> NAMES = Set.of(
            SemanticAttributes.SERVICE_NAME,
            SemanticAttributes.SERVICE_NAMESPACE,
            SemanticAttributes.SERVICE_INSTANCE_ID);

    private final MetricClient metrics;

    MetricFigures(MetricClient metrics) {
        this.metrics = metrics;
    }

    /** @param count of the series @param isTruncated whether there were too many, and none was read */
    record Found(List<Indicator> indicators, int count, boolean isTruncated) {
        Found {
            indicators = List.copyOf(indicators);
        }
    }

    Uni<Found> read(String tenant, CauseQuery query) {
        return Uni.createFrom()
                .deferred(() -> {
                    Map<String, SeriesParts> series = new LinkedHashMap<>();
                    return Multi.createFrom()
                            .iterable(parts(query))
                            .onItem()
                            .transformToUniAndConcatenate(
                                    part -> metrics.values(tenant, part).invoke(values -> add(series, values)))
                            .collect()
                            .last()
                            .map(last -> new Found(indicators(query, series), series.size(), false));
                })
                .onFailure(StorageRefusedException.class)
                .recoverWithItem(new Found(List.of(), 0, true));
    }

    /** Times that hold the windows, those in between that are long left out. */
    private static List<MetricClient.Query> parts(CauseQuery query) {
        Duration step = step(query.incident());
        long most = step.toNanos() * (MAX_STEPS - 1);
        List<TimeRange> windows = new ArrayList<>(query.baselines());
        windows.add(query.incident());
        windows.sort(Comparator.comparingLong(TimeRange::fromUnixNano));
        List<MetricClient.Query> parts = new ArrayList<>();
        long from = windows.get(0).fromUnixNano();
        long to = from;
        for (TimeRange window : windows) {
            if (window.toUnixNano() - from > most) {
                parts.add(part(from, to, step));
                from = window.fromUnixNano();
            }
            to = Math.max(to, window.toUnixNano());
        }
        parts.add(part(from, to, step));
        return parts;
    }

    private static MetricClient.Query part(long from, long to, Duration step) {
        return new MetricClient.Query(
                MetricKind.SELECTOR,
                "avg",
                Optional.empty(),
                Instant.EPOCH.plusNanos(from),
                Instant.EPOCH.plusNanos(to),
                step);
    }

    private static Duration step(TimeRange window) {
        return STEPS.stream()
                .filter(step -> step.toNanos() * LEAST_STEPS <= window.durationNanos())
                .findFirst()
                .orElse(SHORTEST_STEP);
    }

    /** What the parts have of one series. */
    private static final class SeriesParts {
        private final MetricClient.Line line;
        private final List<Long> times = new ArrayList<>();
        private final List<Double> values = new ArrayList<>();

        SeriesParts(MetricClient.Line line) {
            this.line = line;
        }
    }

    private static void add(Map<String, SeriesParts> series, MetricClient.Values part) {
        for (MetricClient.Line line : part.lines()) {
            SeriesParts known = series.computeIfAbsent(line.identity(), unseen -> new SeriesParts(line));
            for (int step = 0; step < line.values().length; step++) {
                if (!Double.isNaN(line.values()[step])) {
                    known.times.add(part.firstUnixNano() + step * part.stepNanos());
                    known.values.add(line.values()[step]);
                }
            }
        }
    }

    private static List<Indicator> indicators(CauseQuery query, Map<String, SeriesParts> parts) {
        List<ComponentSeries> series = new ArrayList<>();
        for (SeriesParts one : parts.values()) {
            String name = one.line.labels().getOrDefault(SemanticAttributes.SERVICE_NAME, "");
            if (!name.isEmpty()) {
                series.add(series(name, one));
            }
        }
        return SeriesIndicators.of(series, query.incident(), query.baselines());
    }

    private static ComponentSeries series(String name, SeriesParts parts) {
        MetricClient.Line line = parts.line;
        String namespace = line.labels().getOrDefault(SemanticAttributes.SERVICE_NAMESPACE, "");
        MetricKind kind = MetricKind.of(line.metric(), line.labels());
        return new ComponentSeries(
                namespace.isEmpty() ? name : namespace + "/" + name,
                kind.kind(),
                detail(line),
                parts.times.stream().mapToLong(time -> time).toArray(),
                parts.values.stream()
                        .mapToDouble(value -> value * kind.factor())
                        .toArray());
    }

    private static String detail(MetricClient.Line line) {
        Map<String, String> rest = new TreeMap<>(line.labels());
        rest.keySet().removeAll(NAMES);
        return rest.isEmpty() ? line.metric() : line.metric() + rest;
    }
}

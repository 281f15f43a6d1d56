package dev.quipu.analysis.cause;

import dev.quipu.analysis.client.MetricClient;
import dev.quipu.analysis.client.StorageRefusedException;
import dev.quipu.model.SemanticAttributes;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofDays(1));

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
        TimeRange whole = query.whole();
        MetricClient.Query question = new MetricClient.Query(
                MetricKind.SELECTOR,
                "avg",
                Optional.empty(),
                Instant.EPOCH.plusNanos(whole.fromUnixNano()),
                Instant.EPOCH.plusNanos(whole.toUnixNano()),
                step(whole));
        return metrics.values(tenant, question)
                .map(values ->
                        new Found(indicators(query, values), values.lines().size(), false))
                .onFailure(StorageRefusedException.class)
                .recoverWithItem(new Found(List.of(), 0, true));
    }

    private static Duration step(TimeRange whole) {
        return STEPS.stream()
                .filter(step -> whole.durationNanos() / step.toNanos() < MAX_STEPS - 1)
                .findFirst()
                .orElse(Duration.ofDays(
                        1 + Duration.ofNanos(whole.durationNanos()).toDays() / MAX_STEPS));
    }

    private static List<Indicator> indicators(CauseQuery query, MetricClient.Values values) {
        List<ComponentSeries> series = new ArrayList<>();
        for (MetricClient.Line line : values.lines()) {
            String name = line.labels().getOrDefault(SemanticAttributes.SERVICE_NAME, "");
            if (!name.isEmpty()) {
                series.add(series(name, line, values));
            }
        }
        return SeriesIndicators.of(series, query.incident(), query.baselines());
    }

    private static ComponentSeries series(String name, MetricClient.Line line, MetricClient.Values values) {
        String namespace = line.labels().getOrDefault(SemanticAttributes.SERVICE_NAMESPACE, "");
        MetricKind kind = MetricKind.of(line.metric(), line.labels());
        long[] times = new long[line.values().length];
        double[] scaled = new double[times.length];
        for (int step = 0; step < times.length; step++) {
            times[step] = values.firstUnixNano() + step * values.stepNanos();
            scaled[step] = line.values()[step] * kind.factor();
        }
        return new ComponentSeries(
                namespace.isEmpty() ? name : namespace + "/" + name, kind.kind(), detail(line), times, scaled);
    }

    private static String detail(MetricClient.Line line) {
        Map<String, String> rest = new TreeMap<>(line.labels());
        rest.keySet().removeAll(NAMES);
        return rest.isEmpty() ? line.metric() : line.metric() + rest;
    }
}

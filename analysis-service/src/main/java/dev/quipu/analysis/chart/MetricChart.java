package dev.quipu.analysis.chart;

import dev.quipu.analysis.client.MetricClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Values of series of metrics, one line each. */
@ApplicationScoped
public class MetricChart {

    /** From here on differences of values have no numbers any longer. */
    private static final double TOO_GREAT = 1e250;

    private static final String LAST = "last";
    private static final String RATE = "rate";
    private static final Set<String> OF_A_FIELD = Set.of(RATE, "increase");
    private static final Set<String> DISTRIBUTIONS = Set.of("histogram", "exponential_histogram", "summary");

    private final MetricClient storage;

    MetricChart(MetricClient storage) {
        this.storage = storage;
    }

    /** @param unit as UCUM writes it; empty: that of the metric */
    public Uni<Chart> read(String tenant, MetricClient.Query query, Optional<String> unit) {
        return storage.values(tenant, query).map(found -> chart(query, unit, found));
    }

    private static Chart chart(MetricClient.Query query, Optional<String> unit, MetricClient.Values found) {
        List<MetricClient.Line> lines = found.lines().stream()
                .sorted(Comparator.comparingDouble(MetricChart::greatest).reversed())
                .limit(Chart.MAX_SERIES)
                .toList();
        List<String> names = LineNames.of(lines);
        List<Chart.Series> series = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            series.add(Chart.Series.of(names.get(i), values(lines.get(i))));
        }
        int steps = lines.isEmpty() ? 0 : lines.get(0).values().length;
        return new Chart(
                title(query),
                ChartUnit.of(unit.orElseGet(() -> unit(query, lines))),
                Chart.Kind.LINES,
                ChartTimes.of(found.firstUnixNano(), found.stepNanos(), steps),
                found.stepNanos(),
                series,
                lines.size() < found.lines().size(),
                Optional.of(found.watermark()));
    }

    private static String title(MetricClient.Query query) {
        String match = String.join(", ", query.match());
        return query.function().equals(LAST) ? match : query.function() + " of " + match;
    }

    private static double greatest(MetricClient.Line line) {
        return Arrays.stream(line.values())
                .map(Math::abs)
                .filter(value -> value < TOO_GREAT)
                .max()
                .orElse(0);
    }

    private static List<OptionalDouble> values(MetricClient.Line line) {
        return Arrays.stream(line.values())
                .mapToObj(value -> Math.abs(value) < TOO_GREAT ? OptionalDouble.of(value) : OptionalDouble.empty())
                .toList();
    }

    /** Known where all lines have one; what counts measurements has that of none. */
    private static String unit(MetricClient.Query query, List<MetricClient.Line> lines) {
        List<String> units = lines.stream()
                .map(line -> isCount(query, line) ? "1" : line.unit())
                .distinct()
                .toList();
        String unit = units.size() == 1 ? units.get(0) : "";
        return query.function().equals(RATE) ? unit + "/s" : unit;
    }

    private static boolean isCount(MetricClient.Query query, MetricClient.Line line) {
        boolean isOfCount = DISTRIBUTIONS.contains(line.kind())
                && OF_A_FIELD.contains(query.function())
                && !query.together().field().equals(Optional.of("sum"));
        return isOfCount
                || query.function().equals("count")
                || query.together().aggregate().equals(Optional.of("count"));
    }
}

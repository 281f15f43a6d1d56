package dev.quipu.analysis.chart;

import dev.quipu.analysis.client.CountClient;
import dev.quipu.analysis.client.FoundCounts;
import dev.quipu.model.Signal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Records over time, one upon the other by what tells them apart. */
@ApplicationScoped
public class CountChart {

    private static final String NO_VALUE = "(none)";
    private static final String USUAL_BY = "service";

    private final CountClient storage;

    CountChart(CountClient storage) {
        this.storage = storage;
    }

    public Uni<Chart> read(String tenant, CountClient.Query query) {
        return storage.counts(tenant, query).map(found -> chart(query, found));
    }

    private static Chart chart(CountClient.Query query, FoundCounts found) {
        int shown = Math.min(found.groups().size(), Chart.MAX_SERIES);
        long[] others = new long[found.steps()];
        add(others, found.others());
        found.groups().stream().skip(shown).forEach(group -> add(others, group.counts()));
        List<Chart.Series> series = new ArrayList<>();
        found.groups().stream()
                .limit(shown)
                .forEach(group -> series.add(
                        Chart.Series.ofCounts(group.value().isEmpty() ? NO_VALUE : group.value(), group.counts())));
        List<Long> rest = Arrays.stream(others).boxed().toList();
        boolean isMore = rest.stream().anyMatch(count -> count > 0);
        if (isMore) {
            series.add(Chart.Series.ofCounts(Chart.OTHERS, rest));
        }
        boolean areSpans = query.signal() == Signal.TRACES;
        return new Chart(
                (areSpans ? "Spans by " : "Log records by ") + query.by().orElse(USUAL_BY),
                areSpans ? ChartUnit.SPANS : ChartUnit.LOG_RECORDS,
                Chart.Kind.STACKED_BARS,
                ChartTimes.of(found.fromUnixNano(), found.stepNanos(), found.steps()),
                found.stepNanos(),
                series,
                isMore,
                Optional.of(found.watermark()));
    }

    private static void add(long[] sums, List<Long> counts) {
        for (int step = 0; step < sums.length; step++) {
            sums[step] += counts.get(step);
        }
    }
}

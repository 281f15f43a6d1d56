package dev.quipu.analysis.cause;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Makes indicators of metrics: the median of the points in each window. */
final class SeriesIndicators {

    private SeriesIndicators() {}

    /**
     * A series without points in the incident's window tells nothing. What is measured of requests is made of as many
     * samples as the component's rate says that there were, when it has one.
     */
    static List<Indicator> of(List<ComponentSeries> series, TimeRange incident, List<TimeRange> baselines) {
        Map<String, Long> requests = requests(series, incident);
        List<Indicator> indicators = new ArrayList<>();
        for (ComponentSeries one : series) {
            double[] now = valuesWithin(one, incident);
            if (now.length > 0) {
                List<Double> before = baselines.stream()
                        .map(range -> valuesWithin(one, range))
                        .filter(values -> values.length > 0)
                        .map(values -> Quantile.ofSorted(values, 0.5))
                        .toList();
                boolean isOfRequests = one.kind() != IndicatorKind.UTILISATION;
                long samples = isOfRequests ? requests.getOrDefault(one.component(), (long) now.length) : now.length;
                double value = Quantile.ofSorted(now, 0.5);
                indicators.add(new Indicator(one.component(), one.kind(), one.metric(), value, before, samples, true));
            }
        }
        return indicators;
    }

    private static Map<String, Long> requests(List<ComponentSeries> series, TimeRange incident) {
        double seconds = (double) incident.durationNanos() / TimeUnit.SECONDS.toNanos(1);
        Map<String, Long> requests = new HashMap<>();
        for (ComponentSeries one : series) {
            double[] rates = valuesWithin(one, incident);
            if (one.kind() == IndicatorKind.REQUEST_RATE && rates.length > 0) {
                long count = Math.max(1, Math.round(Quantile.ofSorted(rates, 0.5) * seconds));
                requests.merge(one.component(), count, Long::sum);
            }
        }
        return requests;
    }

    /** In the order of size. */
    private static double[] valuesWithin(ComponentSeries series, TimeRange range) {
        double[] found = new double[series.values().length];
        int count = 0;
        for (int i = 0; i < found.length; i++) {
            if (range.contains(series.timesUnixNano()[i]) && Double.isFinite(series.values()[i])) {
                found[count++] = series.values()[i];
            }
        }
        double[] values = Arrays.copyOf(found, count);
        Arrays.sort(values);
        return values;
    }
}

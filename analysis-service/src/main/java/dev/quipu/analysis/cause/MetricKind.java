package dev.quipu.analysis.cause;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a metric tells of its component, by its name; and in which unit, where that is in the name too, as Prometheus has
 * it: seconds unless it says milliseconds.
 */
record MetricKind(IndicatorKind kind, double factor) {

    private static final Pattern DURATION = word("latency|duration|response_time");
    private static final Pattern AVAILABILITY = word("availability|success_ratio|success_rate");
    private static final Pattern RATE = word("requests_per_second|request_rate|throughput");
    private static final Pattern MILLIS = word("ms|millis|milliseconds");
    private static final Pattern PERCENT = word("percent|pct");
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final String SERIES_OF_TAIL = "p9[0-9]|0\\.9[0-9]*|upper";
    private static final Pattern TAIL = Pattern.compile(SERIES_OF_TAIL);

    private static Pattern word(String words) {
        return Pattern.compile("(^|[^a-z])(" + words + ")($|[^a-z])");
    }

    /** Which metrics are asked for: gauges of what is used, and of what is suffered. */
    static final String SELECTOR = "{__name__=~\"(?i).*(cpu|memory|heap|disk|network|utili[sz]ation|usage|connections"
            + "|threads|queue|latency|duration|response_time|availability|success_rat(e|io)|requests_per_second"
            + "|request_rate|throughput).*\",__name__!~\"(?i).*[._](time|total|count|sum|bucket)\"}";

    /** @param labels of the series: one that says which quantile tells the tail from the middle */
    static MetricKind of(String metric, Map<String, String> labels) {
        String name = metric.toLowerCase(Locale.ROOT);
        if (DURATION.matcher(name).find()) {
            return new MetricKind(
                    isTail(labels) ? IndicatorKind.DURATION_TAIL : IndicatorKind.DURATION,
                    MILLIS.matcher(name).find() ? NANOS_PER_MILLI : NANOS_PER_SECOND);
        }
        if (AVAILABILITY.matcher(name).find()) {
            return new MetricKind(
                    IndicatorKind.AVAILABILITY, PERCENT.matcher(name).find() ? 0.01 : 1);
        }
        return new MetricKind(RATE.matcher(name).find() ? IndicatorKind.REQUEST_RATE : IndicatorKind.UTILISATION, 1);
    }

    private static boolean isTail(Map<String, String> labels) {
        return Optional.ofNullable(labels.get("quantile"))
                .or(() -> Optional.ofNullable(labels.get("stat")))
                .map(text -> TAIL.matcher(text).matches())
                .orElse(false);
    }
}

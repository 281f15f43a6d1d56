package dev.quipu.collector.exposition;

import dev.quipu.collector.prometheus.Distribution;
import dev.quipu.collector.prometheus.PointShape;
import dev.quipu.model.KeyValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The lines of a summary family as summaries; lines without a count stay series of their own. */
final class SummaryPoints {

    private static final String QUANTILE = "quantile";
    private static final double MAX_WHOLE = 1L << 53;

    private record Series(List<KeyValue> labels, OptionalLong timeUnixNano) {}

    /** The lines of one summary, as they are gathered. */
    private static final class Parts {
        private final List<Sample> lines = new ArrayList<>();
        private final List<Double> quantiles = new ArrayList<>();
        private final List<Double> values = new ArrayList<>();
        private OptionalDouble count = OptionalDouble.empty();
        private double sum;
        private long startUnixNano;
        private boolean broken;

        boolean whole() {
            double total = count.orElse(Double.NaN);
            return !broken && total >= 0 && total <= MAX_WHOLE && total == Math.rint(total);
        }
    }

    private SummaryPoints() {}

    static void write(Family family, SeriesWriter out) {
        Map<Series, Parts> summaries = new LinkedHashMap<>();
        for (Sample sample : family.samples()) {
            Series series = new Series(sample.without(QUANTILE), sample.timeUnixNano());
            add(summaries.computeIfAbsent(series, unseen -> new Parts()), sample, family.suffixOf(sample));
        }
        summaries.forEach((series, parts) -> {
            if (parts.whole()) {
                out.quantiles(
                        FamilyPoints.head(family, family.name(), PointShape.SUMMARY),
                        series.labels(),
                        new SeriesWriter.Taken(series.timeUnixNano(), parts.startUnixNano),
                        new Distribution.Quantiles(
                                (long) parts.count.orElse(0),
                                parts.sum,
                                parts.quantiles.stream()
                                        .mapToDouble(Double::doubleValue)
                                        .toArray(),
                                parts.values.stream()
                                        .mapToDouble(Double::doubleValue)
                                        .toArray()));
            } else {
                FamilyPoints.writeApart(family, parts.lines, out);
            }
        });
    }

    private static void add(Parts parts, Sample sample, String suffix) {
        parts.lines.add(sample);
        switch (suffix) {
            case "_count" -> parts.count = OptionalDouble.of(sample.value());
            case "_sum" -> parts.sum = sample.value();
            case "_created" -> parts.startUnixNano = FamilyPoints.nanos(sample.value());
            default -> {
                try {
                    parts.quantiles.add(Double.parseDouble(sample.label(QUANTILE)));
                    parts.values.add(sample.value());
                } catch (NumberFormatException e) {
                    parts.broken = true;
                }
            }
        }
    }
}

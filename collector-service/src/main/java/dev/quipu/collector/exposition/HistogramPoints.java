package dev.quipu.collector.exposition;

import dev.quipu.collector.prometheus.Distribution;
import dev.quipu.collector.prometheus.Exemplar;
import dev.quipu.collector.prometheus.PointShape;
import dev.quipu.model.KeyValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The lines of a histogram family as histograms: one for all lines that have the same labels but {@code le}. Lines that
 * make no histogram (no count, a count that falls or is no whole number, a bound twice) stay series of their own.
 */
final class HistogramPoints {

    private static final String LE = "le";
    private static final double MAX_WHOLE = 1L << 53;

    private record Series(List<KeyValue> labels, OptionalLong timeUnixNano) {}

    private record Bucket(double upperBound, double cumulative) {}

    /** The lines of one histogram, as they are gathered. */
    private static final class Parts {
        private final List<Sample> lines = new ArrayList<>();
        private final List<Bucket> buckets = new ArrayList<>();
        private final List<Exemplar> exemplars = new ArrayList<>(0);
        private OptionalDouble count = OptionalDouble.empty();
        private OptionalDouble sum = OptionalDouble.empty();
        private long startUnixNano;
        private boolean broken;
    }

    private HistogramPoints() {}

    static void write(Family family, String countSuffix, String sumSuffix, PointShape shape, SeriesWriter out) {
        Map<Series, Parts> histograms = new LinkedHashMap<>();
        for (Sample sample : family.samples()) {
            Series series = new Series(sample.without(LE), sample.timeUnixNano());
            Parts parts = histograms.computeIfAbsent(series, unseen -> new Parts());
            add(parts, sample, family.suffixOf(sample), countSuffix, sumSuffix);
        }
        histograms.forEach((series, parts) -> {
            Optional<Distribution.Explicit> whole = whole(parts);
            if (whole.isPresent()) {
                out.explicit(
                        FamilyPoints.head(family, family.name(), shape),
                        series.labels(),
                        new SeriesWriter.Taken(series.timeUnixNano(), parts.startUnixNano),
                        whole.get(),
                        parts.exemplars);
            } else {
                FamilyPoints.writeApart(family, parts.lines, out);
            }
        });
    }

    private static void add(Parts parts, Sample sample, String suffix, String countSuffix, String sumSuffix) {
        parts.lines.add(sample);
        sample.exemplar().ifPresent(parts.exemplars::add);
        if (suffix.equals("_bucket")) {
            try {
                parts.buckets.add(new Bucket(bound(sample.label(LE)), sample.value()));
            } catch (NumberFormatException e) {
                parts.broken = true;
            }
        } else if (suffix.equals(countSuffix)) {
            parts.count = OptionalDouble.of(sample.value());
        } else if (suffix.equals(sumSuffix)) {
            parts.sum = OptionalDouble.of(sample.value());
        } else {
            parts.startUnixNano = FamilyPoints.nanos(sample.value());
        }
    }

    private static double bound(String le) {
        return switch (le) {
            case "+Inf", "Inf", "+inf", "inf" -> Double.POSITIVE_INFINITY;
            case "-Inf", "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(le);
        };
    }

    /** The bucket without a bound is the count where a page has both: only so the parts are one. */
    private static Optional<Distribution.Explicit> whole(Parts parts) {
        List<Bucket> buckets = parts.buckets;
        buckets.sort(Comparator.comparingDouble(Bucket::upperBound));
        int finite = buckets.size();
        OptionalDouble total = parts.count;
        if (finite > 0 && buckets.get(finite - 1).upperBound() == Double.POSITIVE_INFINITY) {
            finite--;
            total = OptionalDouble.of(buckets.get(finite).cumulative());
        }
        if (parts.broken || total.isEmpty()) {
            return Optional.empty();
        }
        double[] bounds = new double[finite];
        long[] counts = new long[finite + 1];
        double before = 0;
        for (int i = 0; i <= finite; i++) {
            double cumulative = i < finite ? buckets.get(i).cumulative() : total.getAsDouble();
            if (!(cumulative >= before && cumulative <= MAX_WHOLE && cumulative == Math.rint(cumulative))) {
                return Optional.empty();
            }
            counts[i] = (long) (cumulative - before);
            before = cumulative;
            if (i < finite) {
                bounds[i] = buckets.get(i).upperBound();
                if (Double.isNaN(bounds[i]) || (i > 0 && bounds[i] <= bounds[i - 1])) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new Distribution.Explicit((long) before, parts.sum, counts, bounds));
    }
}

package dev.quipu.collector.exposition;

import dev.quipu.collector.prometheus.MetricHead;
import dev.quipu.collector.prometheus.MetricType;
import dev.quipu.collector.prometheus.PointShape;
import dev.quipu.model.KeyValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes points of a family (OpenTelemetry, "Prometheus and OpenMetrics Compatibility"). A metric has the name that its
 * samples have on the page; those of a histogram or summary become one point under the family's name.
 */
final class FamilyPoints {

    private static final double NANOS_PER_SECOND = 1e9;

    private FamilyPoints() {}

    static void write(Family family, SeriesWriter out) {
        switch (family.type()) {
            case COUNTER -> writeCounter(family, out);
            case GAUGE, UNKNOWN -> writeEach(family, PointShape.GAUGE, out);
            case INFO, STATESET -> writeEach(family, PointShape.SUM, out);
            case HISTOGRAM -> HistogramPoints.write(family, "_count", "_sum", PointShape.HISTOGRAM, out);
            case GAUGEHISTOGRAM -> HistogramPoints.write(family, "_gcount", "_gsum", PointShape.GAUGE_HISTOGRAM, out);
            case SUMMARY -> SummaryPoints.write(family, out);
        }
    }

    private static void writeEach(Family family, PointShape shape, SeriesWriter out) {
        for (Sample sample : family.samples()) {
            out.number(
                    head(family, sample.name(), shape),
                    sample.labels(),
                    taken(sample, 0),
                    sample.value(),
                    sample.exemplar().stream().toList());
        }
    }

    private static void writeCounter(Family family, SeriesWriter out) {
        Map<List<KeyValue>, Long> starts = new HashMap<>();
        for (Sample sample : family.samples()) {
            if (family.suffixOf(sample).equals("_created")) {
                starts.put(sample.labels(), nanos(sample.value()));
            }
        }
        for (Sample sample : family.samples()) {
            if (!family.suffixOf(sample).equals("_created")) {
                out.number(
                        head(family, sample.name(), PointShape.MONOTONIC_SUM),
                        sample.labels(),
                        taken(sample, starts.getOrDefault(sample.labels(), 0L)),
                        sample.value(),
                        sample.exemplar().stream().toList());
            }
        }
    }

    /** Samples that do not make a whole, each as a series of its own, so that none is lost. */
    static void writeApart(Family family, List<Sample> samples, SeriesWriter out) {
        for (Sample sample : samples) {
            PointShape shape = family.type().shapeOfSeries(sample.name());
            out.number(
                    head(family, sample.name(), shape),
                    sample.labels(),
                    taken(sample, 0),
                    sample.value(),
                    sample.exemplar().stream().toList());
        }
    }

    static MetricHead head(Family family, String name, PointShape shape) {
        MetricType type = family.type();
        return new MetricHead(name, family.help(), family.unit(), type, shape);
    }

    static SeriesWriter.Taken taken(Sample sample, long startUnixNano) {
        return new SeriesWriter.Taken(sample.timeUnixNano(), startUnixNano);
    }

    /** Of seconds since 1970; 0 when they are none. */
    static long nanos(double seconds) {
        return seconds > 0 && seconds < Long.MAX_VALUE / NANOS_PER_SECOND ? Math.round(seconds * 1e6) * 1000 : 0;
    }
}

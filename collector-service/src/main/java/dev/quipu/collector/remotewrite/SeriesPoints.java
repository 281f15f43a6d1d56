package dev.quipu.collector.remotewrite;

import dev.quipu.collector.prometheus.Exemplar;
import dev.quipu.collector.prometheus.MetricHead;
import dev.quipu.collector.prometheus.MetricType;
import dev.quipu.collector.prometheus.MetricsRequest;
import dev.quipu.collector.prometheus.Moment;
import dev.quipu.collector.prometheus.PointShape;
import dev.quipu.collector.prometheus.Points;
import dev.quipu.collector.prometheus.StaleMarker;
import dev.quipu.model.InstrumentationScope;
import java.util.ArrayList;
import java.util.List;

/** Writes the samples of series as points, and counts what it wrote and what it could not. Not thread-safe. */
final class SeriesPoints {

    private final WriteFaults faults;
    private long samples;
    private long histograms;
    private long exemplars;

    SeriesPoints(WriteFaults faults) {
        this.faults = faults;
    }

    Written written() {
        return new Written(samples, histograms, exemplars);
    }

    /** Writes one series whose labels are in order. */
    void write(SeriesMessage series, String name, MetricsRequest.Block block) {
        InstrumentationScope scope = series.labels().scope();
        List<Exemplar> waiting = fitting(series);
        if (!series.samples.isEmpty()) {
            MetricHead head = head(series, name, series.type, series.type.shapeOfSeries(name));
            Points points = block.points(scope, head);
            for (int i = 0; i < series.samples.size(); i++) {
                boolean last = i == series.samples.size() - 1 && series.histograms.isEmpty();
                write(series, points, series.samples.get(i), waiting, last);
            }
        }
        for (int i = 0; i < series.histograms.size(); i++) {
            boolean last = i == series.histograms.size() - 1;
            write(series, name, block, scope, series.histograms.get(i), waiting, last);
        }
        if (!waiting.isEmpty()) {
            faults.rejectExemplars(waiting.size(), "exemplar: expected a sample to go with, got none of " + name);
        }
    }

    private List<Exemplar> fitting(SeriesMessage series) {
        List<Exemplar> fitting = new ArrayList<>(series.exemplars.size());
        for (SeriesMessage.SeriesExemplar exemplar : series.exemplars) {
            if (exemplar.fits()) {
                fitting.add(exemplar.exemplar());
            } else {
                faults.rejectExemplars(1, "exemplar: expected labels in UTF-8 and a time since 1970, got others");
            }
        }
        return fitting;
    }

    private void write(
            SeriesMessage series, Points points, SeriesMessage.Sample sample, List<Exemplar> waiting, boolean last) {
        if (!Moment.fits(sample.timeMillis())) {
            faults.reject(WriteFaults.TIME, 1, badTime(sample.timeMillis()));
            return;
        }
        Moment moment = Moment.ofMillis(sample.startMillis(), sample.timeMillis());
        samples++;
        if (StaleMarker.is(sample.value())) {
            points.stale(series.labels(), moment);
        } else {
            points.number(series.labels(), moment, sample.value(), due(waiting, moment, last));
        }
    }

    private void write(
            SeriesMessage series,
            String name,
            MetricsRequest.Block block,
            InstrumentationScope scope,
            NativeHistogram histogram,
            List<Exemplar> waiting,
            boolean last) {
        if (!Moment.fits(histogram.timeMillis())) {
            faults.reject(WriteFaults.TIME, 1, badTime(histogram.timeMillis()));
            return;
        }
        Moment moment = Moment.ofMillis(histogram.startMillis(), histogram.timeMillis());
        MetricType type = histogram.gauge() ? MetricType.GAUGEHISTOGRAM : MetricType.HISTOGRAM;
        try {
            if (histogram.stale()) {
                block.points(scope, head(series, name, type, shape(histogram))).stale(series.labels(), moment);
            } else if (histogram.custom()) {
                var value = histogram.explicit();
                block.points(scope, head(series, name, type, shape(histogram)))
                        .explicit(series.labels(), moment, value, due(waiting, moment, last));
            } else {
                var value = histogram.exponential();
                block.points(scope, head(series, name, type, shape(histogram)))
                        .exponential(series.labels(), moment, value, due(waiting, moment, last));
            }
            histograms++;
        } catch (NativeHistogram.Fault e) {
            faults.reject(WriteFaults.HISTOGRAM, 1, String.valueOf(e.getMessage()));
        }
    }

    private static PointShape shape(NativeHistogram histogram) {
        if (histogram.custom()) {
            return histogram.gauge() ? PointShape.GAUGE_HISTOGRAM : PointShape.HISTOGRAM;
        }
        return histogram.gauge() ? PointShape.GAUGE_EXPONENTIAL_HISTOGRAM : PointShape.EXPONENTIAL_HISTOGRAM;
    }

    private static MetricHead head(SeriesMessage series, String name, MetricType type, PointShape shape) {
        return new MetricHead(name, series.help, series.unit, type, shape);
    }

    /** Takes out the exemplars up to a moment; the last point gets the rest. */
    private List<Exemplar> due(List<Exemplar> waiting, Moment moment, boolean last) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<Exemplar> due = waiting.stream()
                .filter(exemplar -> last || exemplar.timeUnixNano() <= moment.timeUnixNano())
                .toList();
        waiting.removeAll(due);
        exemplars += due.size();
        return due;
    }

    private static String badTime(long millis) {
        return "timestamp: expected milliseconds from 1970 to 2262, got " + millis;
    }
}

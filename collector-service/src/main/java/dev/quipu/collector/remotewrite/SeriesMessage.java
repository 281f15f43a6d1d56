package dev.quipu.collector.remotewrite;

import dev.quipu.collector.prometheus.Exemplar;
import dev.quipu.collector.prometheus.MetricType;
import java.util.ArrayList;
import java.util.List;

/** One {@code TimeSeries} of either version, read. */
final class SeriesMessage {

    /** One sample in milliseconds; the start is 0 when unknown. */
    record Sample(double value, long timeMillis, long startMillis) {}

    /** An exemplar, or why it is none. */
    record SeriesExemplar(Exemplar exemplar, boolean fits) {}

    private final SeriesLabels labels;
    /** Why its labels are not even labels; empty when they are. */
    private final String labelFault;

    final List<Sample> samples = new ArrayList<>(1);
    final List<NativeHistogram> histograms = new ArrayList<>(0);
    final List<SeriesExemplar> exemplars = new ArrayList<>(0);
    MetricType type = MetricType.UNKNOWN;
    String help = "";
    String unit = "";

    SeriesMessage(SeriesLabels labels, String labelFault) {
        this.labels = labels;
        this.labelFault = labelFault;
    }

    SeriesLabels labels() {
        return labels;
    }

    String labelFault() {
        return labelFault.isEmpty() ? labels.fault().orElse("") : labelFault;
    }

    int points() {
        return samples.size() + histograms.size();
    }
}

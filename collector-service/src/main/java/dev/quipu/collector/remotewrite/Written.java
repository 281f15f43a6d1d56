package dev.quipu.collector.remotewrite;

/** How much of a request was good, by the three things that version 2.0 counts. */
public record Written(long samples, long histograms, long exemplars) {

    public static final Written NOTHING = new Written(0, 0, 0);

    Written less(Written other) {
        return new Written(samples - other.samples, histograms - other.histograms, exemplars - other.exemplars);
    }
}

package dev.quipu.collector.remotewrite;

import java.util.Map;
import java.util.TreeMap;

/** Counts what of a request is not taken, and keeps the first reason for the sender. */
final class WriteFaults {

    static final String LABELS = "invalid_labels";
    static final String TIME = "invalid_time";
    static final String HISTOGRAM = "invalid_histogram";
    static final String SERIES = "invalid_series";

    private final Map<String, Long> samples = new TreeMap<>();
    private long exemplars;
    private String first = "";

    void reject(String reason, long rejectedSamples, String message) {
        note(message);
        if (rejectedSamples > 0) {
            samples.merge(reason, rejectedSamples, Long::sum);
        }
    }

    void rejectExemplars(long count, String message) {
        note(message);
        exemplars += count;
    }

    private void note(String message) {
        first = first.isEmpty() ? message : first;
    }

    /** Samples and histograms, by reason. */
    Map<String, Long> samples() {
        return samples;
    }

    /** Empty when everything was taken. */
    String message() {
        if (first.isEmpty()) {
            return "";
        }
        return first + "; rejected samples by reason: " + samples + ", exemplars: " + exemplars;
    }
}

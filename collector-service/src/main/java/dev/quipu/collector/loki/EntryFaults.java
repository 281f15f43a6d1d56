package dev.quipu.collector.loki;

import dev.quipu.collector.intake.Converted;
import java.util.Map;
import java.util.TreeMap;

/** Counts the entries that were rejected, and keeps the first reason for the sender. */
final class EntryFaults {

    static final String LABELS = "invalid_labels";
    static final String TIME = "invalid_time";

    private final Map<String, Long> entries = new TreeMap<>();
    private String first = "";

    void add(String reason, long rejectedEntries, String message) {
        if (rejectedEntries > 0) {
            entries.merge(reason, rejectedEntries, Long::sum);
            first = first.isEmpty() ? message : first;
        }
    }

    Converted with(byte[] protobuf) {
        return entries.isEmpty()
                ? Converted.whole(protobuf)
                : new Converted(protobuf, entries, first + "; rejected entries by reason: " + entries);
    }
}

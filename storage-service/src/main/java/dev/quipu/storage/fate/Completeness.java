package dev.quipu.storage.fate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of what could be known of a trace is known.
 *
 * @param from since when tombstones and notes are kept
 * @param counted records that the ledger counts as offered and not taken in the time asked for
 * @param noted how many of them are known by their traces
 */
record Completeness(Instant from, long counted, long noted) {

    /** What is not known, in sentences; empty when the trace would have been found had it been offered. */
    List<String> missing(FateReader.Asked asked, List<Evidence> evidence) {
        List<String> missing = new ArrayList<>();
        asked.from()
                .filter(begin -> begin.isBefore(from))
                .ifPresent(begin ->
                        missing.add("evidence is complete from " + from + " on, asked was from " + begin + " on"));
        if (counted > noted) {
            missing.add((counted - noted) + " records that were rejected, refused or sampled out are counted without"
                    + " their traces");
        }
        evidence.forEach(one -> {
            if (one instanceof Evidence.Spooled spooled) {
                missing.add("collector " + spooled.collector() + " holds " + spooled.records()
                        + " records that are not stored yet"
                        + spooled.url().map(url -> "; ask " + url).orElse(""));
            }
            if (one instanceof Evidence.Quarantined held) {
                missing.add(held.records() + " records are in quarantine");
            }
        });
        return missing;
    }
}

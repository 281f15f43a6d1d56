package dev.quipu.analysis.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what was committed of all parts, for Prometheus. */
final class FeedCounters {

    private final Counter records;
    private final Counter failures;

    FeedCounters(MeterRegistry metrics) {
        this.records = Counter.builder("quipu.analysis.feed.records")
                .description("Records digested and committed")
                .register(metrics);
        this.failures = Counter.builder("quipu.analysis.feed.failures")
                .description("Records of segments that could not be digested")
                .register(metrics);
    }

    /** A segment counts in each part that makes something of its signal. */
    void count(Digest committed) {
        records.increment(committed.records());
        failures.increment(committed.failedRecords());
    }
}

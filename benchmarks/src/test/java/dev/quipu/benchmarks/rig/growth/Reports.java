package dev.quipu.benchmarks.rig.growth;

import dev.quipu.benchmarks.query.Question.Reach;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports of runs that never were, with round numbers. */
final class Reports {

    private Reports() {}

    /** Answers of all kinds take so many milliseconds. */
    static GrowthStep step(long stored, long added, double micros, double millis) {
        List<Hop> hops = List.of(
                new Hop(Hop.COLLECTOR, micros * 0.4, 0.01, 300 << 20),
                new Hop(Hop.STORAGE, micros * 0.2, 0.01, 500 << 20),
                new Hop(Hop.POSTGRESQL, micros * 0.1, 0.01, 200 << 20),
                new Hop(Hop.ANALYSIS, micros * 0.3, 0.01, 400 << 20));
        Map<String, Long> disk = new LinkedHashMap<>();
        disk.put("segment", 30 * stored);
        disk.put("segment_time", stored);
        disk.put("catalog", stored / 1_000);
        return new GrowthStep(
                stored,
                added,
                new Intake(200_000, 360, 100, 500_000, hops),
                disk,
                List.of(
                        new Answers("trace by id", Reach.TRACE, millis, 2 * millis, 1.5 * millis),
                        new Answers("newest 20", Reach.SEARCH, millis, 2 * millis, 1.5 * millis),
                        new Answers("slowest 20", Reach.EVERYTHING, millis, 2 * millis, 1.5 * millis)));
    }

    static GrowthReport of(GrowthStep... steps) {
        return new GrowthReport("2026-11-30", "2 cores of a machine, 23 GiB", List.of(steps));
    }
}

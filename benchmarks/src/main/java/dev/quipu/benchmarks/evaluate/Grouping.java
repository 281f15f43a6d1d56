package dev.quipu.benchmarks.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Grouping accuracy as in Zhu et al., Tools and Benchmarks for Automated Log Parsing (ICSE 2019): a line is right when
 * the lines grouped with it are exactly those the truth groups with it.
 */
record Grouping(int right, int lines, List<Miss> misses) {

    /** A group of the truth that was not found, and into how many it fell. */
    record Miss(String truth, int lines, int parts, boolean mixed) {}

    static Grouping of(List<?> found, List<String> truth) {
        Map<String, Map<Object, Integer>> partsOfTruth = new HashMap<>();
        Map<Object, Integer> sizeOfFound = new HashMap<>();
        for (int i = 0; i < truth.size(); i++) {
            partsOfTruth.computeIfAbsent(truth.get(i), text -> new HashMap<>()).merge(found.get(i), 1, Integer::sum);
            sizeOfFound.merge(found.get(i), 1, Integer::sum);
        }
        int right = 0;
        List<Miss> misses = new ArrayList<>();
        for (Map.Entry<String, Map<Object, Integer>> group : partsOfTruth.entrySet()) {
            Map<Object, Integer> parts = group.getValue();
            int lines = parts.values().stream().mapToInt(Integer::intValue).sum();
            int covered = parts.keySet().stream().mapToInt(sizeOfFound::get).sum();
            if (parts.size() == 1 && covered == lines) {
                right += lines;
            } else {
                misses.add(new Miss(group.getKey(), lines, parts.size(), covered != lines));
            }
        }
        misses.sort((left, other) -> other.lines() - left.lines());
        return new Grouping(right, truth.size(), misses);
    }

    double accuracy() {
        return (double) right / lines;
    }
}

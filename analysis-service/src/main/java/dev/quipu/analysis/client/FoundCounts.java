package dev.quipu.analysis.client;

import java.time.Instant;
import java.util.List;

/**
 * Records over time, as storage counts them.
 *
 * @param fromUnixNano where the first step begins
 * @param groups the most frequent first
 * @param others records of each step whose values are too many to be told apart
 * @param watermark everything acknowledged before this was counted
 */
public record FoundCounts(
        long fromUnixNano, long stepNanos, int steps, List<Group> groups, List<Long> others, Instant watermark) {

    /**
     * @throws IllegalArgumentException when there is not a count for each step
     */
    public FoundCounts {
        groups = List.copyOf(groups);
        others = List.copyOf(others);
        boolean isComplete = others.size() == steps
                && groups.stream().allMatch(group -> group.counts().size() == steps);
        if (!isComplete) {
            throw new IllegalArgumentException("counts: expected " + steps + " of each group and of others");
        }
    }

    /**
     * The records of one value.
     *
     * @param value empty for records without one
     * @param counts of each step
     */
    public record Group(String value, List<Long> counts) {
        public Group {
            counts = List.copyOf(counts);
        }
    }
}

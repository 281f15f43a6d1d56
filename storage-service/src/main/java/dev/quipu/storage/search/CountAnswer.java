package dev.quipu.storage.search;

import java.time.Instant;
import java.util.List;

/**
 * Counts over time.
 *
 * @param groups the most frequent first
 * @param others records of each step whose groups are too many to be told apart
 * @param watermark everything acknowledged before this was counted
 */
public record CountAnswer(List<Group> groups, List<Long> others, Instant watermark, Scanned scanned) {

    public CountAnswer {
        groups = List.copyOf(groups);
        others = List.copyOf(others);
    }

    /** @param counts records of each step */
    public record Group(String value, long total, List<Long> counts) {
        public Group {
            counts = List.copyOf(counts);
        }
    }
}

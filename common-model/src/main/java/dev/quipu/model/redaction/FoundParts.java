package dev.quipu.model.redaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What rules found in one text. Parts that overlap, or that touch and are of one rule, become one, and of its rules the
 * one with the first action decides: nothing that a rule found is left because another found a part of it.
 */
final class FoundParts {

    /** @param end one past the last character */
    record Part(int start, int end, CompiledRule rule) {
        private Part with(Part other) {
            boolean decides = other.rule.action().compareTo(rule.action()) < 0
                    || other.rule.action() == rule.action() && other.rule.index() < rule.index();
            return new Part(start, Math.max(end, other.end), decides ? other.rule : rule);
        }
    }

    private final List<Part> parts = new ArrayList<>();

    void add(CompiledRule rule, int start, int end) {
        parts.add(new Part(start, end, rule));
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** In the order of the text, none of them overlapping. */
    List<Part> merged() {
        parts.sort(Comparator.comparingInt(Part::start).thenComparingInt(part -> part.rule.index()));
        List<Part> merged = new ArrayList<>();
        for (Part part : parts) {
            Part last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && (part.start < last.end || part.start == last.end && part.rule == last.rule)) {
                merged.set(merged.size() - 1, last.with(part));
            } else {
                merged.add(part);
            }
        }
        return merged;
    }

    /** How often each rule found something, whatever became of it: pairs of a rule's index and its count. */
    int[] counts() {
        int[] counts =
                new int[2 * (int) parts.stream().map(Part::rule).distinct().count()];
        int used = 0;
        for (Part part : parts) {
            int at = 0;
            while (at < used && counts[at] != part.rule.index()) {
                at += 2;
            }
            counts[at] = part.rule.index();
            counts[at + 1]++;
            used = Math.max(used, at + 2);
        }
        return counts;
    }
}

package dev.quipu.model.redaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What rules found in one text. Parts that overlap, or that touch and are of one rule, become one, and of its rules the
 * one with the first action decides: nothing that a rule found is left because another found a part of it. So many of
 * them are kept at most, whatever the text: more of them mean all of it.
 */
final class FoundParts {

    /** Parts of one text. A text with more is no longer worth keeping in pieces. */
    static final int MAX_PARTS = 10_000;

    /** @param end one past the last character */
    record Part(int start, int end, CompiledRule rule) {
        private Part with(Part other) {
            boolean decides = other.rule.action().compareTo(rule.action()) < 0
                    || other.rule.action() == rule.action() && other.rule.index() < rule.index();
            return new Part(start, Math.max(end, other.end), decides ? other.rule : rule);
        }

        private boolean goesOnWith(CompiledRule other, int otherStart) {
            return rule == other && otherStart >= start && otherStart <= end;
        }
    }

    private final List<Part> parts = new ArrayList<>();
    private int[] counts = {};
    private boolean isTooMany;
    private boolean drops;

    void add(CompiledRule rule, int start, int end) {
        count(rule.index());
        drops |= rule.action() == RedactionAction.DROP;
        int last = parts.size() - 1;
        if (last >= 0 && parts.get(last).goesOnWith(rule, start)) {
            Part before = parts.get(last);
            parts.set(last, new Part(before.start, Math.max(before.end, end), rule));
        } else if (parts.size() < MAX_PARTS) {
            parts.add(new Part(start, end, rule));
        } else {
            isTooMany = true;
        }
    }

    private void count(int rule) {
        int at = 0;
        while (at < counts.length && counts[at] != rule) {
            at += 2;
        }
        if (at == counts.length) {
            counts = Arrays.copyOf(counts, at + 2);
            counts[at] = rule;
        }
        counts[at + 1]++;
    }

    /** Whether a rule that drops values found something. */
    boolean drops() {
        return drops;
    }

    /** Whether there were more than are kept, so that all of the text has to go. */
    boolean isTooMany() {
        return isTooMany;
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
        return counts.clone();
    }
}

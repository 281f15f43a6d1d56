package dev.quipu.analysis.rollup;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.model.rollup.SpanKey;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What lines of an answer tell apart beside the component. */
enum RedGrouping {
    SPAN_NAME("spanName"),
    KIND("kind");

    /** The kind of all kinds taken together. */
    static final int ANY_KIND = -1;

    private final String label;

    RedGrouping(String label) {
        this.label = label;
    }

    /** @param text comma-separated; nothing stands for all */
    static Set<RedGrouping> parse(Optional<String> text) {
        if (text.isEmpty()) {
            return EnumSet.allOf(RedGrouping.class);
        }
        Set<RedGrouping> groupings = EnumSet.noneOf(RedGrouping.class);
        for (String word : text.get().split(",", -1)) {
            if (!word.equals("component")) {
                groupings.add(Arrays.stream(values())
                        .filter(one -> one.label.equals(word))
                        .findFirst()
                        .orElseThrow(() -> new BadParameterException(
                                "groupBy: expected component, spanName or kind, got '" + word + "'")));
            }
        }
        return groupings;
    }

    /** The line that a cell is part of. */
    static LineKey line(Set<RedGrouping> groupings, SpanKey key) {
        return new LineKey(
                key.namespace(),
                key.component(),
                groupings.contains(SPAN_NAME) ? Optional.of(key.spanName()) : Optional.empty(),
                groupings.contains(KIND) ? key.kind() : ANY_KIND);
    }

    /** @param spanName empty for all names; {@link #ANY_KIND} for all kinds */
    record LineKey(String namespace, String component, Optional<String> spanName, int kind)
            implements Comparable<LineKey> {

        private static final Comparator<LineKey> BY_NAME = Comparator.comparing(LineKey::component)
                .thenComparing(LineKey::namespace)
                .thenComparing(key -> key.spanName().orElse(""))
                .thenComparingInt(LineKey::kind);

        @Override
        public int compareTo(LineKey other) {
            return BY_NAME.compare(this, other);
        }
    }
}

package dev.quipu.model.series;

import dev.quipu.model.segment.SegmentHead;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Series that one of some selectors means. */
public record SeriesSelection(List<SeriesSelector> selectors) {

    private static final int MAX_SELECTORS = 32;

    public SeriesSelection {
        selectors = List.copyOf(selectors);
    }

    /**
     * @throws IllegalArgumentException when a text is no selector, or there are none or very many
     */
    public static SeriesSelection parse(List<String> texts) {
        if (texts.isEmpty() || texts.size() > MAX_SELECTORS) {
            throw new IllegalArgumentException(
                    "match: expected 1 to " + MAX_SELECTORS + " selectors, got " + texts.size());
        }
        return new SeriesSelection(texts.stream().map(SeriesSelector::parse).toList());
    }

    public boolean matches(Series series) {
        return selectors.stream().anyMatch(selector -> selector.matches(series));
    }

    /** False only when no row of the group belongs to such a series. */
    public boolean mayMatch(SegmentHead.RowGroup group) {
        return selectors.stream().anyMatch(selector -> selector.mayMatch(group));
    }

    /** Names of the components whose series can be meant, when that is told. */
    public Optional<Set<String>> services() {
        Set<String> all = new HashSet<>();
        for (SeriesSelector selector : selectors) {
            Optional<Set<String>> names = selector.services();
            if (names.isEmpty()) {
                return Optional.empty();
            }
            all.addAll(names.get());
        }
        return Optional.of(all);
    }

    /** Groups of hashes: a segment with such a series holds at least one of each. */
    public List<long[]> probes() {
        if (selectors.size() == 1) {
            return selectors.get(0).probes();
        }
        boolean allNamed =
                selectors.stream().allMatch(selector -> selector.metricName().isPresent());
        return allNamed
                ? List.of(selectors.stream()
                        .mapToLong(selector -> selector.probes().get(0)[0])
                        .toArray())
                : List.of();
    }
}

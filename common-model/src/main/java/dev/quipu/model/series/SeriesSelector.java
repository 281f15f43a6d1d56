package dev.quipu.model.series;

import dev.quipu.model.segment.MembershipFilter;
import dev.quipu.model.segment.SegmentHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which series are meant: those that pass every matcher.
 *
 * @param metricName the one name that their metrics have, when it is told
 * @param matchers all conditions, that of the name included
 */
public record SeriesSelector(Optional<String> metricName, List<SeriesMatcher> matchers) {

    static final String NAME = "__name__";

    public SeriesSelector {
        matchers = List.copyOf(matchers);
    }

    /**
     * Reads a selector as Prometheus writes them: {@code name{key="value",other=~"a|b"}}. Names and keys may hold dots;
     * what holds anything else is quoted, a quoted metric name inside the braces.
     *
     * @throws IllegalArgumentException when it is none, or chooses nothing in particular
     */
    public static SeriesSelector parse(String text) {
        List<SeriesMatcher> matchers = new SelectorParser(text).parse();
        if (matchers.stream().allMatch(matcher -> matcher.test().test(""))) {
            throw new IllegalArgumentException(
                    "match: expected a metric name or a condition that absent text fails, got '" + text + "'");
        }
        return new SeriesSelector(
                matchers.stream()
                        .filter(matcher ->
                                matcher.key().equals(NAME) && matcher.operator() == SeriesMatcher.Operator.EQUAL)
                        .map(SeriesMatcher::value)
                        .findFirst(),
                matchers);
    }

    public boolean matches(Series series) {
        for (SeriesMatcher matcher : matchers) {
            if (!matcher.test().test(series.text(matcher.key()))) {
                return false;
            }
        }
        return true;
    }

    /** False only when no row of the group belongs to such a series. */
    public boolean mayMatch(SegmentHead.RowGroup group) {
        return metricName.map(group::mayHoldMetric).orElse(true);
    }

    /** Names of the components whose series can be meant, when that is told. */
    public Optional<Set<String>> services() {
        return matchers.stream()
                .filter(matcher -> matcher.operator() == SeriesMatcher.Operator.EQUAL)
                .filter(matcher -> matcher.key().equals("service"))
                .filter(matcher -> !matcher.value().isEmpty())
                .map(matcher -> Set.of(matcher.value()))
                .findFirst();
    }

    /** Groups of hashes: a segment with such a series holds at least one of each. */
    public List<long[]> probes() {
        List<long[]> probes = new ArrayList<>();
        metricName.ifPresent(name -> probes.add(new long[] {MembershipFilter.hashOfMetric(name)}));
        for (SeriesMatcher matcher : matchers) {
            if (matcher.operator() == SeriesMatcher.Operator.EQUAL
                    && !matcher.value().isEmpty()) {
                attributeKey(matcher.key()).ifPresent(key -> probes.add(hashes(key, matcher.value())));
            }
        }
        return probes;
    }

    /** The attribute that a key means; empty for those that are not in filters. */
    private static Optional<String> attributeKey(String key) {
        return switch (key) {
            case NAME, "service", "namespace", "instance" -> Optional.empty();
            default -> {
                if (key.startsWith("scope.")) {
                    yield Optional.empty();
                }
                yield Optional.of(key.startsWith("resource.") ? key.substring("resource.".length()) : key);
            }
        };
    }

    /** Of every value that reads like the text. */
    private static long[] hashes(String key, String text) {
        List<Long> hashes = new ArrayList<>();
        hashes.add(MembershipFilter.hashOfText(key, text));
        if (text.equals("true") || text.equals("false")) {
            hashes.add(MembershipFilter.hashOfBool(key, Boolean.parseBoolean(text)));
        }
        try {
            hashes.add(MembershipFilter.hashOfDouble(key, Double.parseDouble(text)));
            hashes.add(MembershipFilter.hashOfInt(key, Long.parseLong(text)));
        } catch (NumberFormatException e) {
            // Not a number, or not a whole one: no value of that type reads like it.
        }
        return hashes.stream().mapToLong(Long::longValue).toArray();
    }
}

package dev.quipu.analysis.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** By how much the clock of those who are called may be off that of those who call, by each call. Not thread-safe. */
final class ClockBounds implements Comparable<ClockBounds> {

    private record Bound(long low, long high) {}

    private final List<Bound> bounds = new ArrayList<>();

    /** @param contradicting calls that the offset does not agree with */
    record Choice(long offset, int contradicting) {}

    /** @param high not below {@code low}, {@link Long#MAX_VALUE} for any above it */
    void add(long low, long high) {
        bounds.add(new Bound(low, high));
    }

    int calls() {
        return bounds.size();
    }

    /** By the number of calls. */
    @Override
    public int compareTo(ClockBounds other) {
        return Integer.compare(calls(), other.calls());
    }

    /** Of the offsets that agree with most calls the one nearest to a wish. */
    Choice nearestTo(long wish) {
        List<Long> lows = bounds.stream().map(Bound::low).sorted().toList();
        List<Long> highs = bounds.stream()
                .map(Bound::high)
                .sorted(Comparator.naturalOrder())
                .toList();
        long best = wish;
        int most = -1;
        int closed = 0;
        for (int opened = 0; opened < lows.size(); opened++) {
            long low = lows.get(opened);
            while (highs.get(closed) < low) {
                closed++;
            }
            int agreeing = opened + 1 - closed;
            long candidate = Math.min(Math.max(wish, low), highs.get(closed));
            if (opened + 1 < lows.size()) {
                candidate = Math.min(candidate, Math.max(low, lows.get(opened + 1)));
            }
            if (agreeing > most || agreeing == most && isNearer(candidate, best, wish)) {
                most = agreeing;
                best = candidate;
            }
        }
        return new Choice(best, bounds.size() - most);
    }

    private static boolean isNearer(long candidate, long best, long wish) {
        return Math.abs(candidate - wish) < Math.abs(best - wish);
    }
}

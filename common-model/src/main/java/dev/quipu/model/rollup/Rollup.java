package dev.quipu.model.rollup;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Rate, errors and duration of spans in steps of one length. Additive: two rollups of different spans, added, are the
 * rollup of all of them, in whatever order they come; only which names of a component are told apart, when there are too
 * many, depends on the order: the first ones. Not thread-safe.
 */
public final class Rollup {

    /** The span name of what is not told apart. */
    public static final String OTHER = "_OTHER";

    /** Span names told apart of one component. */
    public static final int MAX_SPAN_NAMES = 1000;

    private record Owner(String namespace, String component) {}

    private final int resolutionSeconds;
    private final Map<RollupKey, RollupCell> cells = new HashMap<>();
    private final Map<Owner, Set<String>> spanNames = new HashMap<>();

    /** @param resolutionSeconds length of a step, 1 or more */
    public Rollup(int resolutionSeconds) {
        if (resolutionSeconds < 1) {
            throw new IllegalArgumentException("resolutionSeconds: expected 1 or more, got " + resolutionSeconds);
        }
        this.resolutionSeconds = resolutionSeconds;
    }

    public int resolutionSeconds() {
        return resolutionSeconds;
    }

    /** The cell of a key, brought to the steps and the names of this rollup; a new one when there is none. */
    public RollupCell cell(RollupKey key) {
        RollupKey step = key.at(resolutionSeconds);
        Set<String> names =
                spanNames.computeIfAbsent(new Owner(key.namespace(), key.component()), owner -> new HashSet<>());
        if (names.size() < MAX_SPAN_NAMES) {
            names.add(key.spanName());
        }
        RollupKey told = names.contains(key.spanName()) ? step : step.named(OTHER);
        return cells.computeIfAbsent(told, unseen -> new RollupCell());
    }

    /**
     * Adds what another one counts.
     *
     * @param other of the same or a finer resolution
     */
    public void add(Rollup other) {
        add(other, key -> true);
    }

    /** The same, of some keys. */
    public void add(Rollup other, Predicate<RollupKey> isWanted) {
        if (resolutionSeconds % other.resolutionSeconds != 0) {
            throw new IllegalArgumentException("resolution: expected a divisor of " + resolutionSeconds + " s, got "
                    + other.resolutionSeconds + " s");
        }
        other.byKey().forEach((key, cell) -> {
            if (isWanted.test(key)) {
                cell(key).add(cell);
            }
        });
    }

    /** Parted by time: each part has the steps of one period. @param periodSeconds a multiple of the resolution */
    public Map<Long, Rollup> byPeriod(int periodSeconds) {
        Map<Long, Rollup> parts = new TreeMap<>();
        byKey().forEach((key, cell) -> {
            long period = Math.floorDiv(key.startUnixSeconds(), (long) periodSeconds) * periodSeconds;
            parts.computeIfAbsent(period, unseen -> new Rollup(resolutionSeconds))
                    .cell(key)
                    .add(cell);
        });
        return parts;
    }

    /** In the order of the keys. */
    public Map<RollupKey, RollupCell> byKey() {
        return new TreeMap<>(cells);
    }

    public boolean isEmpty() {
        return cells.isEmpty();
    }

    public int size() {
        return cells.size();
    }

    /** Start of the earliest step, in Unix seconds; there has to be a cell. */
    public long fromUnixSeconds() {
        return cells.keySet().stream()
                .map(RollupKey::startUnixSeconds)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** End of the latest step, in Unix seconds; there has to be a cell. */
    public long toUnixSeconds() {
        return cells.keySet().stream()
                        .map(RollupKey::startUnixSeconds)
                        .max(Comparator.naturalOrder())
                        .orElseThrow()
                + resolutionSeconds;
    }
}

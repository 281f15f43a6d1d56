package dev.quipu.model.rollup;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What is known of spans, calls or log records, key by key, in steps of one length. Additive: two rollups of different
 * records, added, are the rollup of all of them, in whatever order they come; only which names of a component are told
 * apart, when there are too many, depends on the order: the first ones. Not thread-safe.
 *
 * @param <K> by which cells are told apart
 */
public final class Rollup<K extends RollupKey<K>> {

    /** The name of what is not told apart. */
    public static final String OTHER = "_OTHER";

    /** As a resolution: all times are one step, which begins at 0. */
    public static final int WHOLE = Integer.MAX_VALUE;

    /** Span names told apart of one component. */
    public static final int MAX_SPAN_NAMES = 1000;

    /** Log templates told apart of one component. */
    public static final int MAX_TEMPLATES = 2000;

    /** Peers of one kind told apart of one component. */
    public static final int MAX_PEERS = 200;

    private final RollupKind<K> kind;
    private final int resolutionSeconds;
    private final Map<K, RollupCell> cells = new HashMap<>();
    private final Map<Object, Set<String>> names = new HashMap<>();

    /** @param resolutionSeconds length of a step, 1 or more */
    public Rollup(RollupKind<K> kind, int resolutionSeconds) {
        if (resolutionSeconds < 1) {
            throw new IllegalArgumentException("resolutionSeconds: expected 1 or more, got " + resolutionSeconds);
        }
        this.kind = kind;
        this.resolutionSeconds = resolutionSeconds;
    }

    public RollupKind<K> kind() {
        return kind;
    }

    public int resolutionSeconds() {
        return resolutionSeconds;
    }

    /** Whether each step of that length lies in one step of this rollup. */
    boolean holdsStepsOf(int finerSeconds) {
        return finerSeconds > 0 && (resolutionSeconds == WHOLE || resolutionSeconds % finerSeconds == 0);
    }

    /** The cell of a key, brought to the steps and the names of this rollup; a new one when there is none. */
    public RollupCell cell(K key) {
        K step = key.at(resolutionSeconds);
        K told = kind.limited(step).map(this::isTold).orElse(true) ? step : kind.other(step);
        return cells.computeIfAbsent(told, unseen -> new RollupCell());
    }

    private boolean isTold(RollupKind.Name name) {
        Set<String> told = names.computeIfAbsent(name.owner(), owner -> new HashSet<>());
        if (told.size() < name.most() && !name.text().equals(OTHER)) {
            told.add(name.text());
        }
        return told.contains(name.text());
    }

    /**
     * Adds what another one counts.
     *
     * @param other of the same or a finer resolution
     */
    public void add(Rollup<K> other) {
        add(other, key -> true);
    }

    /** The same, of some keys. */
    public void add(Rollup<K> other, Predicate<K> isWanted) {
        if (!holdsStepsOf(other.resolutionSeconds)) {
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
    public Map<Long, Rollup<K>> byPeriod(int periodSeconds) {
        Map<Long, Rollup<K>> parts = new TreeMap<>();
        byKey().forEach((key, cell) -> {
            long period = Math.floorDiv(key.startUnixSeconds(), (long) periodSeconds) * periodSeconds;
            parts.computeIfAbsent(period, unseen -> new Rollup<>(kind, resolutionSeconds))
                    .cell(key)
                    .add(cell);
        });
        return parts;
    }

    /** In the order of the keys. */
    public Map<K, RollupCell> byKey() {
        Map<K, RollupCell> ordered = new TreeMap<>(kind.order());
        ordered.putAll(cells);
        return ordered;
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

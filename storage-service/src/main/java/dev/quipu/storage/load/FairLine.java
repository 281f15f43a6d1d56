package dev.quipu.storage.load;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whose turn it is, where tenants share places. Laws: 1. what a tenant asks for begins in its order; 2. tenants take
 * turns; 3. one that asks alone has all places but the spare ones, which are free for whoever comes; 4. while others
 * ask, no tenant has more than half of the others. What is nobody's takes its turn as one tenant does, and leaves
 * another alone. Not thread-safe.
 */
final class FairLine<T> {

    static final String NOBODY = "";

    /** So long after it asked a tenant still counts as one that asks. */
    static final Duration MEMORY = Duration.ofSeconds(5);

    private final int places;
    private final int spare;
    private final LongSupplier nanoTime;
    private final Map<String, Line<T>> lines = new LinkedHashMap<>();
    private int inside;

    /** Of one tenant: what waits, and how many have a place. */
    private static final class Line<T> {
        private final ArrayDeque<T> waiting = new ArrayDeque<>();
        private int inside;
        private long askedNanos;
    }

    /** What begins now. */
    record Turn<T>(String tenant, T one) {}

    /** @param spare fewer than the places */
    FairLine(int places, int spare, LongSupplier nanoTime) {
        this.places = places;
        this.spare = spare;
        this.nanoTime = nanoTime;
    }

    void add(String tenant, T one) {
        long now = nanoTime.getAsLong();
        lines.values().removeIf(line -> !isAsking(line, now));
        Line<T> line = lines.computeIfAbsent(tenant, none -> new Line<>());
        line.askedNanos = now;
        line.waiting.add(one);
    }

    /** Takes a place for what is next; the tenant goes to the end of the line of tenants. */
    Optional<Turn<T>> next() {
        if (inside == places) {
            return Optional.empty();
        }
        int most = mostOfOne();
        Iterator<Map.Entry<String, Line<T>>> tenants = lines.entrySet().iterator();
        while (tenants.hasNext()) {
            Map.Entry<String, Line<T>> tenant = tenants.next();
            Line<T> line = tenant.getValue();
            if (!line.waiting.isEmpty() && line.inside < most) {
                tenants.remove();
                lines.put(tenant.getKey(), line);
                line.inside++;
                inside++;
                return Optional.of(new Turn<>(tenant.getKey(), line.waiting.remove()));
            }
        }
        return Optional.empty();
    }

    private int mostOfOne() {
        long now = nanoTime.getAsLong();
        long asking = lines.entrySet().stream()
                .filter(tenant -> !tenant.getKey().equals(NOBODY) && isAsking(tenant.getValue(), now))
                .count();
        return asking > 1 ? Math.max(1, (places - spare) / 2) : places - spare;
    }

    private static boolean isAsking(Line<?> line, long now) {
        return line.inside > 0 || !line.waiting.isEmpty() || now - line.askedNanos < MEMORY.toNanos();
    }

    /** Gives the place back that a turn took. */
    void end(String tenant) {
        line(tenant).inside--;
        inside--;
    }

    /** Waits no longer, if it did. */
    void remove(String tenant, T one) {
        line(tenant).waiting.remove(one);
    }

    /** A line is kept as long as something is in it. */
    private Line<T> line(String tenant) {
        return lines.getOrDefault(tenant, new Line<>());
    }

    /** The last of the tenant that has most that waits, or of several such of the one that asked last. */
    Optional<T> removeLast() {
        Comparator<Line<T>> byLength = Comparator.comparingInt(line -> line.waiting.size());
        long now = nanoTime.getAsLong();
        return lines.values().stream()
                .max(byLength.thenComparing(line -> now - line.askedNanos, Comparator.reverseOrder()))
                .map(line -> line.waiting.pollLast());
    }

    int inside() {
        return inside;
    }

    int waiting() {
        return lines.values().stream().mapToInt(line -> line.waiting.size()).sum();
    }
}

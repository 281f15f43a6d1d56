package dev.quipu.analysis.incident;

import dev.quipu.analysis.incident.Symptom.Kind;
import dev.quipu.model.Span;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.SpanKey;
import dev.quipu.model.rollup.TemplateKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** What the components of a tenant served and wrote, minute by minute. */
final class ServedMinutes {

    private static final int SECONDS_PER_MINUTE = 60;

    private final long fromUnixSeconds;
    private final long toUnixSeconds;
    private final Map<String, NavigableMap<Long, ServedMinute>> components = new TreeMap<>();

    /**
     * @param fromUnixSeconds start of the first minute
     * @param toUnixSeconds end of the last one
     */
    ServedMinutes(long fromUnixSeconds, long toUnixSeconds) {
        this.fromUnixSeconds = fromUnixSeconds;
        this.toUnixSeconds = toUnixSeconds;
    }

    /** Spans of these minutes. @param spans in steps of a minute */
    void add(Rollup<SpanKey> spans) {
        spans.byKey().forEach((key, cell) -> {
            if (isServing(key.kind()) && isWithin(key.startUnixSeconds())) {
                minute(name(key.namespace(), key.component()), key.startUnixSeconds())
                        .add(key, cell);
            }
        });
    }

    /** Log records of these minutes. @param logs in steps of a minute */
    void addLogs(Rollup<TemplateKey> logs) {
        logs.byKey().forEach((key, cell) -> {
            if (isWithin(key.startUnixSeconds())) {
                minute(name(key.namespace(), key.component()), key.startUnixSeconds())
                        .addLogs(key, cell);
            }
        });
    }

    private boolean isWithin(long second) {
        return second >= fromUnixSeconds && second < toUnixSeconds;
    }

    private ServedMinute minute(String component, long second) {
        return components
                .computeIfAbsent(component, unseen -> new TreeMap<>())
                .computeIfAbsent(second, unseen -> new ServedMinute());
    }

    /** The same, up to an earlier end. */
    ServedMinutes until(long unixSeconds) {
        ServedMinutes earlier = new ServedMinutes(fromUnixSeconds, Math.min(toUnixSeconds, unixSeconds));
        components.forEach((component, minutes) ->
                earlier.components.put(component, new TreeMap<>(minutes.headMap(unixSeconds, false))));
        return earlier;
    }

    /** Whether nothing was served or written. */
    boolean isEmpty() {
        return components.isEmpty();
    }

    private static boolean isServing(int kind) {
        return kind == Span.Kind.SERVER.ordinal() || kind == Span.Kind.CONSUMER.ordinal();
    }

    /** A component's name, behind its namespace where it has one. */
    static String name(String namespace, String component) {
        return namespace.isEmpty() ? component : namespace + "/" + component;
    }

    /** Seconds before a time in which something was served or written, counted from the first. */
    long servedBefore(long unixSeconds) {
        return components.values().stream()
                .flatMap(minutes -> minutes.keySet().stream())
                .min(Long::compare)
                .map(first -> Math.max(0, unixSeconds - first))
                .orElse(0L);
    }

    /** Whether anybody served or wrote anything in a time. */
    boolean anyWithin(long from, long to) {
        return components.values().stream()
                .anyMatch(minutes -> minutes.keySet().stream().anyMatch(second -> second >= from && second < to));
    }

    /** What went wrong, by component and time. @param known to have begun, or to be over already */
    List<Symptom> symptoms(List<Symptom> known) {
        List<Symptom> found = new ArrayList<>();
        components.forEach((component, minutes) -> {
            List<ServedMinute> each = LongStream.iterate(
                            fromUnixSeconds, second -> second < toUnixSeconds, second -> second + SECONDS_PER_MINUTE)
                    .mapToObj(second -> minutes.getOrDefault(second, ServedMinute.NOTHING))
                    .toList();
            for (Kind kind : Kind.values()) {
                List<Symptom> ofThis = known.stream()
                        .filter(one -> one.component().equals(component) && one.kind() == kind)
                        .sorted(Comparator.comparingLong(Symptom::sinceUnixSeconds))
                        .toList();
                found.addAll(SymptomScan.of(component, kind, fromUnixSeconds, each, ofThis));
            }
        });
        known.stream()
                .filter(symptom -> !components.containsKey(symptom.component()))
                .map(symptom -> symptom.isOpen() ? symptom.until(fromUnixSeconds) : symptom)
                .forEach(found::add);
        return found;
    }
}

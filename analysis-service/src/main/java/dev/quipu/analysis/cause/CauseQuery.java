package dev.quipu.analysis.cause;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.TimeParameter;
import dev.quipu.analysis.cause.IndicatorKind.Family;
import dev.quipu.analysis.read.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Of which incident the causes are asked for.
 *
 * @param incident when it was
 * @param baselines when nothing was wrong; each as long as the incident, at least one, the nearest first
 * @param symptom where it was noticed; empty when that is asked for too
 */
public record CauseQuery(TimeRange incident, List<TimeRange> baselines, Optional<Symptom> symptom) {

    /** Windows whose metrics are compared with: those nearest to the incident. */
    private static final int MAX_BASELINES = 200;

    /** Of them those whose traces and log records are read. */
    private static final int MAX_READ = 24;

    /** What begins and ends this near to an incident may be part of it. */
    private static final Duration GUARD = Duration.ofMinutes(5);

    /** Guards are no longer than some incidents' lengths, so that short data has baselines too. */
    private static final int GUARD_LENGTHS = 2;

    /** Windows that baselines are chosen from. */
    private static final int MAX_CHOICE = 10_000;

    /** Of the time before an incident, in lengths of the incident. */
    private static final int LOOKBACK_LENGTHS = 24;

    public CauseQuery {
        baselines = List.copyOf(baselines);
    }

    /**
     * What a client asked for, as it came.
     *
     * @param baselines windows to compare with, each as {@code FROM/TO}; chosen from the time of baselines when empty
     * @param others times of other incidents, likewise
     */
    public record Asked(
            Optional<String> baselineFrom,
            Optional<String> baselineTo,
            List<String> baselines,
            List<String> others,
            Optional<String> component,
            Optional<String> symptom) {
        public Asked {
            baselines = List.copyOf(baselines);
            others = List.copyOf(others);
        }
    }

    /**
     * @throws BadParameterException when something cannot be understood, or there is nothing to compare with
     */
    public static CauseQuery of(Window window, Asked asked) {
        if (window.fromUnixNano() == window.toUnixNano()) {
            throw new BadParameterException("from: expected a time before 'to', got the same");
        }
        TimeRange incident = new TimeRange(window.fromUnixNano(), window.toUnixNano());
        List<TimeRange> baselines =
                asked.baselines().isEmpty() ? chosen(incident, asked) : ranges("baseline", asked.baselines());
        return new CauseQuery(
                incident,
                baselines.stream()
                        .sorted(Comparator.comparingLong(
                                range -> Math.abs(range.fromUnixNano() - incident.fromUnixNano())))
                        .limit(MAX_BASELINES)
                        .toList(),
                symptom(asked));
    }

    private static List<TimeRange> chosen(TimeRange incident, Asked asked) {
        long length = incident.durationNanos();
        long before = incident.fromUnixNano() / length > LOOKBACK_LENGTHS
                ? LOOKBACK_LENGTHS * length
                : incident.fromUnixNano();
        long begin = asked.baselineFrom()
                .map(text -> unixNano("baselineFrom", text))
                .orElse(incident.fromUnixNano() - before);
        long end = asked.baselineTo().map(text -> unixNano("baselineTo", text)).orElse(incident.fromUnixNano());
        if ((end - begin) / length > MAX_CHOICE) {
            throw new BadParameterException("baselineFrom: expected at most " + MAX_CHOICE
                    + " lengths of the incident before 'baselineTo', got " + (end - begin) / length);
        }
        long guard = length > GUARD.toNanos() ? GUARD.toNanos() : Math.min(GUARD.toNanos(), GUARD_LENGTHS * length);
        List<TimeRange> chosen = end - begin < length
                ? List.of()
                : TimeRange.baselines(incident, new TimeRange(begin, end), ranges("other", asked.others()), guard);
        if (chosen.isEmpty()) {
            throw new BadParameterException("baselineFrom: expected time for a window as long as the incident, "
                    + Duration.ofNanos(guard) + " away from it and from others, got none");
        }
        return chosen;
    }

    private static List<TimeRange> ranges(String parameter, List<String> texts) {
        List<TimeRange> ranges = new ArrayList<>();
        for (String text : texts) {
            String[] ends = text.split("/", -1);
            if (ends.length != 2) {
                throw new BadParameterException(parameter + ": expected two times as FROM/TO, got '" + text + "'");
            }
            long from = unixNano(parameter, ends[0]);
            long to = unixNano(parameter, ends[1]);
            if (from >= to) {
                throw new BadParameterException(parameter + ": expected a time before its end, got '" + text + "'");
            }
            ranges.add(new TimeRange(from, to));
        }
        return ranges;
    }

    private static Optional<Symptom> symptom(Asked asked) {
        Optional<String> component = asked.component().filter(name -> !name.isEmpty());
        if (component.isEmpty() != asked.symptom().isEmpty()) {
            throw new BadParameterException("symptom: expected it and 'component' together, got one of them");
        }
        return component.map(name ->
                new Symptom(name, asked.symptom().map(CauseQuery::family).orElse(Family.TIME)));
    }

    private static Family family(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "latency" -> Family.TIME;
            case "errors" -> Family.ERROR;
            default -> throw new BadParameterException("symptom: expected latency or errors, got '" + text + "'");
        };
    }

    private static long unixNano(String parameter, String text) {
        return Window.unixNano(parameter, TimeParameter.parse(parameter, text));
    }

    /** The baselines whose traces and log records are read: the nearest. */
    List<TimeRange> readBaselines() {
        return baselines.subList(0, Math.min(MAX_READ, baselines.size()));
    }
}

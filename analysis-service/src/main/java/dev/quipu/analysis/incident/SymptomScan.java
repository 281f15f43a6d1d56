package dev.quipu.analysis.incident;

import dev.quipu.analysis.contrast.Independence;
import dev.quipu.analysis.incident.Symptom.Kind;
import dev.quipu.analysis.incident.Symptom.Served;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Goes through the minutes of one component and finds when it served worse than before. What is bad is counted, errors or
 * spans slower than was usual, and the shares are compared: a few requests a minute suffice, and the finding can be
 * checked by two searches. The same minutes give the same symptoms.
 */
final class SymptomScan {

    private static final int SECONDS_PER_MINUTE = 60;
    private static final double SLOW_QUANTILE = 0.9;

    private final SymptomSettings settings;
    private final String component;
    private final Kind kind;
    private final long firstUnixSeconds;
    private final List<ServedMinute> minutes;
    private final List<Symptom> found = new ArrayList<>();

    /** Minutes in which something was wrong: they do not tell what is usual. */
    private final BitSet wrong = new BitSet();

    private SymptomScan(
            String component, Kind kind, long firstUnixSeconds, List<ServedMinute> minutes, SymptomSettings settings) {
        this.component = component;
        this.kind = kind;
        this.firstUnixSeconds = firstUnixSeconds;
        this.minutes = minutes;
        this.settings = settings;
    }

    /**
     * @param firstUnixSeconds start of the first minute
     * @param minutes one after the other
     * @param known to have begun: what is over stays as it is; what is open goes on, and what was before it is not looked
     *     at
     */
    static List<Symptom> of(
            String component, Kind kind, long firstUnixSeconds, List<ServedMinute> minutes, List<Symptom> known) {
        SymptomScan scan = new SymptomScan(component, kind, firstUnixSeconds, minutes, SymptomSettings.DEFAULT);
        scan.run(known);
        return scan.found;
    }

    private void run(List<Symptom> known) {
        int next = 0;
        for (Symptom symptom : known) {
            int begin = within(minuteOf(symptom.sinceUnixSeconds()));
            if (symptom.isOpen()) {
                next = Math.max(next, follow(symptom, begin));
            } else {
                wrong.set(begin, within(minuteOf(symptom.untilUnixSeconds().orElseThrow())));
                found.add(symptom);
            }
        }
        while (next < minutes.size()) {
            Optional<Symptom> begun = begun(next);
            int over =
                    begun.isPresent() ? follow(begun.get(), minuteOf(begun.get().sinceUnixSeconds())) : next;
            next = Math.max(over, next + 1);
        }
    }

    private int within(int minute) {
        return Math.max(0, Math.min(minutes.size(), minute));
    }

    private int minuteOf(long unixSeconds) {
        return (int) ((unixSeconds - firstUnixSeconds) / SECONDS_PER_MINUTE);
    }

    private long secondOf(int minute) {
        return firstUnixSeconds + (long) minute * SECONDS_PER_MINUTE;
    }

    /** Whether the minutes up to one, the last included, are worse than those before. */
    private Optional<Symptom> begun(int last) {
        Optional<Symptom> best = Optional.empty();
        for (int length = 1; length <= settings.recentMinutes() && length <= last; length++) {
            int first = last - length + 1;
            boolean isKnown = wrong.get(first) || wrong.get(last);
            Optional<Symptom> begun = isKnown ? Optional.empty() : begun(first, last);
            if (begun.isPresent()
                    && begun.get().evidence() > best.map(Symptom::evidence).orElse(0.0)) {
                best = begun;
            }
        }
        return best;
    }

    private Optional<Symptom> begun(int first, int last) {
        int from = Math.max(0, first - settings.usualMinutes());
        double threshold = threshold(from, first);
        Served usual = Served.NOTHING;
        double worst = 0;
        int known = 0;
        for (int minute = from; minute < first; minute++) {
            Served served = served(minute, threshold);
            if (!wrong.get(minute) && served.spans() > 0) {
                usual = usual.plus(served);
                known++;
                worst = served.bad() > 1 ? Math.max(worst, served.share()) : worst;
            }
        }
        Served recent = served(first, last, threshold);
        boolean isWorse = known >= settings.leastUsualMinutes()
                && recent.spans() >= settings.leastSpans()
                && recent.bad() >= settings.leastBad()
                && recent.share() >= usual.share() + settings.leastRise()
                && recent.share() >= settings.leastTimes() * usual.share()
                && recent.share() > worst;
        if (!isWorse) {
            return Optional.empty();
        }
        double evidence = -Math.log10(Math.max(
                Double.MIN_NORMAL, Independence.probability(recent.bad(), recent.spans(), usual.bad(), usual.spans())));
        return evidence < settings.leastEvidence()
                ? Optional.empty()
                : Optional.of(new Symptom(
                        component,
                        kind,
                        secondOf(first),
                        Optional.empty(),
                        usual,
                        Served.NOTHING,
                        threshold,
                        evidence));
    }

    /** What is slow, by the minutes before; of the other kinds nothing. */
    private double threshold(int from, int to) {
        if (kind != Kind.LATENCY) {
            return 0;
        }
        DurationCounts usual = new DurationCounts();
        for (int minute = from; minute < to; minute++) {
            if (!wrong.get(minute)) {
                usual.add(minutes.get(minute).durations());
            }
        }
        return DurationCounts.ceiling(settings.slowTimes() * usual.quantileNanos(SLOW_QUANTILE));
    }

    private Served served(int minute, double threshold) {
        ServedMinute one = minutes.get(minute);
        return switch (kind) {
            case ERRORS -> new Served(one.spans(), one.errors());
            case LATENCY -> new Served(one.spans(), one.durations().atLeast(threshold));
            case LOGS -> new Served(one.logs(), one.errorLogs());
        };
    }

    private Served served(int first, int last, double threshold) {
        Served sum = Served.NOTHING;
        for (int minute = first; minute <= last; minute++) {
            sum = sum.plus(served(minute, threshold));
        }
        return sum;
    }

    /** Goes on until it is over, or to the last minute. @return the minute after it */
    private int follow(Symptom symptom, int begin) {
        Symptom told = told(symptom, begin);
        double rise = told.served().share() - told.usual().share();
        int lastServed = begin;
        for (int minute = begin; minute < minutes.size(); minute++) {
            if (served(minute, symptom.thresholdNanos()).spans() > 0) {
                lastServed = minute;
            }
            if (minute - lastServed >= settings.silentMinutes()) {
                return close(told, begin, lastServed + 1);
            }
            if (isOver(told, begin, minute, rise)) {
                return close(told, begin, Math.max(begin + 1, minute - settings.quietMinutes() + 1));
            }
        }
        wrong.set(begin, minutes.size());
        found.add(told);
        return minutes.size();
    }

    /** With what it is like, unless that is known from before. */
    private Symptom told(Symptom symptom, int begin) {
        if (symptom.served().spans() > 0) {
            return symptom;
        }
        int last = Math.min(minutes.size(), begin + settings.toldMinutes()) - 1;
        return symptom.with(served(begin, last, symptom.thresholdNanos()));
    }

    /** Whether the last minutes are as usual, taken together, and none of them by itself is far from it. */
    private boolean isOver(Symptom symptom, int begin, int minute, double rise) {
        int first = minute - settings.quietMinutes() + 1;
        if (first < begin) {
            return false;
        }
        Served last = served(first, minute, symptom.thresholdNanos());
        double limit = symptom.usual().share() + settings.overShare() * rise;
        boolean isQuiet = last.spans() > 0 && last.share() <= limit;
        for (int one = first; isQuiet && one <= minute; one++) {
            isQuiet = served(one, symptom.thresholdNanos()).share()
                    <= symptom.usual().share() + rise / 2;
        }
        return isQuiet;
    }

    private int close(Symptom symptom, int begin, int end) {
        wrong.set(begin, end);
        found.add(symptom.until(secondOf(end)));
        return end;
    }
}

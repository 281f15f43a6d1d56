package dev.quipu.analysis.anomaly;

import java.util.ArrayList;
import java.util.List;

/** Goes through the values of a series, learning from all and telling of those from a time on. */
final class AnomalyScan {

    private AnomalyScan() {}

    /** A value that stands out. */
    record Moment(long timeUnixNano, Observation observation) {}

    /**
     * What was found in a series.
     *
     * @param moments in the order of time
     * @param changes in the order in which they became certain
     * @param highestScore of any moment; 0 when there is none
     */
    record Found(SeriesPoints series, List<Moment> moments, List<Change> changes, double highestScore) {
        Found {
            moments = List.copyOf(moments);
            changes = List.copyOf(changes);
        }
    }

    /**
     * @param fromUnixNano what was before is learnt from only
     * @param leastScore of a moment that is told of
     */
    static Found of(SeriesPoints series, long fromUnixNano, double leastScore) {
        SeriesAnomaly anomaly = SeriesAnomaly.fresh(AnomalySettings.DEFAULT);
        List<Moment> moments = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        double highest = 0;
        for (int i = 0; i < series.values().length; i++) {
            long time = series.timesUnixNano()[i];
            Observation observation = anomaly.observe(time, series.values()[i]);
            if (time < fromUnixNano) {
                continue;
            }
            observation
                    .change()
                    .filter(change -> Double.isFinite(change.before()) && Double.isFinite(change.after()))
                    .ifPresent(changes::add);
            if (observation.score() > 0 && observation.score() >= leastScore) {
                moments.add(new Moment(time, observation));
                highest = Math.max(highest, observation.score());
            }
        }
        return new Found(series, moments, changes, highest);
    }
}

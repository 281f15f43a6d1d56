package dev.quipu.storage.search;

import dev.quipu.model.MetricPoint;
import dev.quipu.model.segment.PointRows;
import dev.quipu.model.series.Series;
import dev.quipu.model.series.SeriesSelection;
import java.util.ArrayList;
import java.util.List;

/** Collects the points of chosen series in a time range. Thread-safe. */
final class FoundPoints {

    private final SeriesSelection selection;
    private final TimeRange range;
    private final int most;
    private final List<MetricPoint> found = new ArrayList<>();

    FoundPoints(SeriesSelection selection, TimeRange range, int most) {
        this.selection = selection;
        this.range = range;
        this.most = most;
    }

    /**
     * @throws IllegalArgumentException when there are more than may be
     */
    void offer(PointRows rows) {
        rows.eachRun(run -> {
            if (selection.matches(Series.of(run))) {
                List<MetricPoint> within = rows.points(run.from(), run.to()).stream()
                        .filter(point -> range.contains(point.timeUnixNano()))
                        .toList();
                add(within);
            }
        });
    }

    private synchronized void add(List<MetricPoint> within) {
        found.addAll(within);
        if (found.size() > most) {
            throw new IllegalArgumentException(
                    "limit: expected at most " + most + " points, got more; choose fewer series or a shorter time");
        }
    }

    synchronized List<MetricPoint> found() {
        return List.copyOf(found);
    }
}

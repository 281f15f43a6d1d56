package dev.quipu.storage.search;

import dev.quipu.model.MetricPoint;
import dev.quipu.model.segment.PointRows;
import dev.quipu.model.series.Series;
import dev.quipu.model.series.SeriesSelection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Collects the newest exemplars of chosen series. The same exemplar comes with point after point until a newer one takes
 * its place: it is kept once. Thread-safe.
 */
final class NewestExemplars {

    private static final Comparator<FoundExemplar> NEWEST_FIRST = Comparator.comparingLong(
                    (FoundExemplar found) -> found.exemplar().timeUnixNano())
            .reversed()
            .thenComparing(found -> found.exemplar().traceIdHigh())
            .thenComparing(found -> found.exemplar().traceIdLow())
            .thenComparing(found -> found.exemplar().spanId().value())
            .thenComparing(found -> found.series().id().high())
            .thenComparing(found -> found.series().id().low())
            .thenComparing(found -> found.exemplar().value().hashCode());

    private final SeriesSelection selection;
    private final TimeRange range;
    private final int limit;
    private final TreeSet<FoundExemplar> newest = new TreeSet<>(NEWEST_FIRST);

    NewestExemplars(SeriesSelection selection, TimeRange range, int limit) {
        this.selection = selection;
        this.range = range;
        this.limit = limit;
    }

    void offer(PointRows rows) {
        rows.eachRun(run -> {
            Series series = Series.of(run);
            if (selection.matches(series)) {
                for (int row = run.from(); row < run.to(); row++) {
                    rows.exemplars(row).forEach(exemplar -> add(series, exemplar));
                }
            }
        });
    }

    private synchronized void add(Series series, MetricPoint.Exemplar exemplar) {
        if (range.contains(exemplar.timeUnixNano())) {
            newest.add(new FoundExemplar(series, exemplar));
            if (newest.size() > limit) {
                newest.pollLast();
            }
        }
    }

    synchronized List<FoundExemplar> found() {
        return List.copyOf(newest);
    }
}

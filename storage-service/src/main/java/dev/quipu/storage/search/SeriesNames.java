package dev.quipu.storage.search;

import dev.quipu.model.segment.PointRows;
import dev.quipu.model.segment.SeriesId;
import dev.quipu.model.series.Series;
import dev.quipu.model.series.SeriesSelection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Collects which chosen series have points in a time range. Thread-safe. */
final class SeriesNames {

    private final SeriesSelection selection;
    private final TimeRange range;
    private final int most;
    /** Empty for series that are not meant. */
    private final ConcurrentHashMap<SeriesId, Optional<Series>> known = new ConcurrentHashMap<>();

    private final ConcurrentHashMap<SeriesId, Series> found = new ConcurrentHashMap<>();

    SeriesNames(SeriesSelection selection, TimeRange range, int most) {
        this.selection = selection;
        this.range = range;
        this.most = most;
    }

    /**
     * @throws IllegalArgumentException when there are more than may be
     */
    void offer(PointRows rows) {
        rows.eachRun(run -> {
            Optional<Series> series = known.computeIfAbsent(
                    run.id(), id -> Optional.of(Series.of(run)).filter(selection::matches));
            if (series.isPresent() && !found.containsKey(series.get().id()) && isWithin(rows, run)) {
                found.put(series.get().id(), series.get());
                if (found.size() > most) {
                    throw new IllegalArgumentException(
                            "match: expected at most " + most + " series, got more; choose fewer or a shorter time");
                }
            }
        });
    }

    private boolean isWithin(PointRows rows, PointRows.Run run) {
        for (int row = run.from(); row < run.to(); row++) {
            if (range.contains(rows, row)) {
                return true;
            }
        }
        return false;
    }

    List<Series> found() {
        return found.values().stream()
                .sorted(Comparator.comparing((Series series) -> series.metric().name())
                        .thenComparing(series -> series.id().high())
                        .thenComparing(series -> series.id().low()))
                .toList();
    }
}

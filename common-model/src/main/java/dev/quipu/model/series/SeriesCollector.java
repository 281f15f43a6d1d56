package dev.quipu.model.series;

import dev.quipu.model.segment.PointRows;
import dev.quipu.model.segment.SeriesId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Collects the samples of chosen series from row groups, which may come in any order and from several threads at once.
 * What it holds is bounded.
 */
public final class SeriesCollector {

    private final SeriesSelection selection;
    private final long fromUnixNano;
    private final long toUnixNano;
    private final Limits limits;
    /** Empty for series that are not meant. */
    private final ConcurrentHashMap<SeriesId, Optional<SeriesData>> known = new ConcurrentHashMap<>();

    private final AtomicLong samples = new AtomicLong();
    private final AtomicLong series = new AtomicLong();

    /**
     * What one collection may hold.
     *
     * @param maxSamples a distribution counts as several
     */
    public record Limits(int maxSeries, long maxSamples) {}

    /**
     * @param fromUnixNano inclusive
     * @param toUnixNano exclusive
     */
    public SeriesCollector(SeriesSelection selection, long fromUnixNano, long toUnixNano, Limits limits) {
        this.selection = selection;
        this.fromUnixNano = fromUnixNano;
        this.toUnixNano = toUnixNano;
        this.limits = limits;
    }

    /**
     * @throws IllegalArgumentException when there are more series or samples than may be held
     */
    public void offer(PointRows rows) {
        rows.eachRun(run -> {
            SeriesId id = run.id();
            // A look first: computing locks its part of the map even where there is nothing to compute.
            Optional<SeriesData> data = known.get(id);
            if (data == null) {
                data = known.computeIfAbsent(id, unseen -> chosen(run));
            }
            if (data.isPresent()) {
                int added = data.get().add(rows, run, fromUnixNano, toUnixNano);
                check(samples.addAndGet(added), limits.maxSamples(), "samples");
            }
        });
    }

    private Optional<SeriesData> chosen(PointRows.Run run) {
        Series found = Series.of(run);
        if (!selection.matches(found)) {
            return Optional.empty();
        }
        check(series.incrementAndGet(), limits.maxSeries(), "series");
        return Optional.of(new SeriesData(found));
    }

    private static void check(long held, long most, String what) {
        if (held > most) {
            throw new IllegalArgumentException("match: expected at most " + most + " " + what
                    + ", got more; choose fewer series or a shorter time");
        }
    }

    /** The series that had points within the time, sorted by the name of their metric; each in order of time. */
    public List<SeriesData> collected() {
        List<SeriesData> collected = new ArrayList<>();
        known.values()
                .forEach(data -> data.ifPresent(present -> {
                    if (present.numbers().size() > 0 || !present.distributions().isEmpty()) {
                        present.sort();
                        collected.add(present);
                    }
                }));
        collected.sort(
                Comparator.comparing((SeriesData data) -> data.series().metric().name())
                        .thenComparing(data -> data.series().id().high())
                        .thenComparing(data -> data.series().id().low()));
        return collected;
    }
}

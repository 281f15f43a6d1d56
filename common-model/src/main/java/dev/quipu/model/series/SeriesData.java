package dev.quipu.model.series;

import dev.quipu.model.PointValue;
import dev.quipu.model.segment.PointRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was read of one series. Thread-safe while it is added to; to be sorted once before it is read. */
public final class SeriesData {

    /** What a distribution takes beside its buckets, in samples of numbers. */
    private static final int DISTRIBUTION_WEIGHT = 6;

    private final Series series;
    private final Samples numbers = new Samples();
    private List<DistributionSample> distributions = new ArrayList<>();

    SeriesData(Series series) {
        this.series = series;
    }

    public Series series() {
        return series;
    }

    /** Numbers; none of a series of distributions. */
    public Samples numbers() {
        return numbers;
    }

    List<DistributionSample> distributions() {
        return distributions;
    }

    boolean isOfNumbers() {
        return switch (series.metric().kind()) {
            case GAUGE, SUM -> true;
            case HISTOGRAM, EXPONENTIAL_HISTOGRAM, SUMMARY -> false;
        };
    }

    /**
     * Adds those rows whose time lies within.
     *
     * @return how much was added, in samples of numbers
     */
    synchronized int add(PointRows rows, PointRows.Run run, long fromUnixNano, long toUnixNano) {
        return isOfNumbers()
                ? addNumbers(rows, run, fromUnixNano, toUnixNano)
                : addDistributions(rows, run, fromUnixNano, toUnixNano);
    }

    private int addNumbers(PointRows rows, PointRows.Run run, long fromUnixNano, long toUnixNano) {
        int before = numbers.size();
        rows.eachNumber(run, (time, start, hasNoValue, value) -> {
            if (time >= fromUnixNano && time < toUnixNano) {
                if (hasNoValue) {
                    numbers.addStale(time);
                } else {
                    numbers.add(time, start, value);
                }
            }
        });
        return numbers.size() - before;
    }

    private int addDistributions(PointRows rows, PointRows.Run run, long fromUnixNano, long toUnixNano) {
        int added = 0;
        for (int row = run.from(); row < run.to(); row++) {
            long time = rows.timeUnixNano(row);
            if (time >= fromUnixNano && time < toUnixNano) {
                added += addDistribution(rows, row, time);
            }
        }
        return added;
    }

    private int addDistribution(PointRows rows, int row, long time) {
        PointValue value = rows.value(row);
        distributions.add(
                DistributionSample.of(time, rows.startTimeUnixNano(row), rows.hasNoRecordedValue(row), value));
        return DISTRIBUTION_WEIGHT + bucketsOf(value);
    }

    private static int bucketsOf(PointValue value) {
        return switch (value.kind()) {
            case HISTOGRAM -> ((PointValue.Histogram) value).bucketCounts().size();
            case EXPONENTIAL_HISTOGRAM -> {
                PointValue.ExponentialHistogram histogram = (PointValue.ExponentialHistogram) value;
                yield histogram
                                .positive()
                                .map(buckets -> buckets.counts().size())
                                .orElse(0)
                        + histogram
                                .negative()
                                .map(buckets -> buckets.counts().size())
                                .orElse(0);
            }
            case NONE, INT, DOUBLE, SUMMARY -> 0;
        };
    }

    /** Puts what was added in the order of time, and leaves out what has the time of another. */
    void sort() {
        numbers.sort();
        List<DistributionSample> sorted = new ArrayList<>(distributions);
        sorted.sort(Comparator.comparingLong(DistributionSample::unixNano));
        List<DistributionSample> distinct = new ArrayList<>(sorted.size());
        for (DistributionSample sample : sorted) {
            if (distinct.isEmpty() || distinct.get(distinct.size() - 1).unixNano() != sample.unixNano()) {
                distinct.add(sample);
            }
        }
        distributions = distinct;
    }
}

package dev.quipu.model.series;

import java.util.ArrayList;
import java.util.List;

/** What distributions counted in one step, of one series or of several. Not thread-safe. */
final class StepDistribution {

    private double count;
    private double sum;
    /** Those that fit each other are one. */
    private final List<Buckets> buckets = new ArrayList<>(1);

    void add(double more, double moreSum, Buckets added) {
        count += more;
        sum += moreSum;
        for (int i = 0; i < buckets.size(); i++) {
            if (buckets.get(i).fits(added)) {
                buckets.set(i, buckets.get(i).plus(added));
                return;
            }
        }
        buckets.add(added);
    }

    void add(StepDistribution other) {
        other.buckets.forEach(added -> add(0, 0, added));
        count += other.count;
        sum += other.sum;
    }

    double count() {
        return count;
    }

    /** NaN when one of the series did not tell its sum. */
    double sum() {
        return sum;
    }

    double quantile(double quantile) {
        return new Quantiles(buckets).at(quantile);
    }
}

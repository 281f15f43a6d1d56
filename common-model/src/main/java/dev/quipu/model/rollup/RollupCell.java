package dev.quipu.model.rollup;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import com.datadoghq.sketch.ddsketch.store.Store;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of the spans of one key, or of its log records, which have no durations. A span that was sampled stands
 * for as many as its weight says. Durations are in a DDSketch (Masson et al., VLDB 2019): a quantile read from it is
 * within 1 % of the exact one, also after merging. Durations are 64-bit numbers, which bounds its size. Not thread-safe.
 */
public final class RollupCell {

    /** Of quantiles, relative to the exact value. */
    public static final double RELATIVE_ERROR = 0.01;

    static final LogarithmicMapping MAPPING = new LogarithmicMapping(RELATIVE_ERROR);

    /** More than 64-bit durations need; bounds what damaged bytes may ask for. */
    private static final int MAX_BINS = 4096;

    private long spans;
    private double weight;
    private double weightSquares;
    private double sumNanos;
    private final DDSketch durations;

    public RollupCell() {
        this(0, 0, 0, 0, new DDSketch(MAPPING, RollupCell::newStore));
    }

    RollupCell(long spans, double weight, double weightSquares, double sumNanos, DDSketch durations) {
        this.spans = spans;
        this.weight = weight;
        this.weightSquares = weightSquares;
        this.sumNanos = sumNanos;
        this.durations = durations;
    }

    static Store newStore() {
        return new CollapsingLowestDenseStore(MAX_BINS);
    }

    /**
     * Adds one span.
     *
     * @param durationNanos a negative one counts as 0
     * @param spanWeight how many spans it stands for, 1 or more
     */
    public void add(long durationNanos, double spanWeight) {
        long nanos = Math.max(0, durationNanos);
        spans++;
        weight += spanWeight;
        weightSquares += spanWeight * spanWeight;
        sumNanos += spanWeight * nanos;
        durations.accept(nanos, spanWeight);
    }

    /** Adds records that have no duration and stand for themselves. @param records 0 or more */
    public void count(long records) {
        spans += records;
        weight += records;
        weightSquares += records;
    }

    public void add(RollupCell other) {
        spans += other.spans;
        weight += other.weight;
        weightSquares += other.weightSquares;
        sumNanos += other.sumNanos;
        durations.mergeWith(other.durations);
    }

    /**
     * What is left when what was counted by mistake is taken away; no figure goes below 0.
     *
     * @param mistaken some of what this cell counts
     */
    public RollupCell without(RollupCell mistaken) {
        if (mistaken.spans == 0) {
            return this;
        }
        DDSketch left = DDSketch.of(
                MAPPING,
                newStore(),
                difference(durations.getPositiveValueStore(), mistaken.durations.getPositiveValueStore()),
                Math.max(0, zeros(durations) - zeros(mistaken.durations)));
        return new RollupCell(
                Math.max(0, spans - mistaken.spans),
                Math.max(0, weight - mistaken.weight),
                Math.max(0, weightSquares - mistaken.weightSquares),
                Math.max(0, sumNanos - mistaken.sumNanos),
                left);
    }

    private static Store difference(Store all, Store mistaken) {
        Map<Integer, Double> counts = new TreeMap<>();
        all.forEach((index, count) -> counts.merge(index, count, Double::sum));
        mistaken.forEach((index, count) -> counts.merge(index, -count, Double::sum));
        Store left = newStore();
        counts.forEach((index, count) -> left.add(index, Math.max(0, count)));
        return left;
    }

    private static double zeros(DDSketch sketch) {
        return sketch.getCount()
                - sketch.getPositiveValueStore().getTotalCount()
                - sketch.getNegativeValueStore().getTotalCount();
    }

    /** Those that were seen. */
    public long spans() {
        return spans;
    }

    /** Those that were made, as far as the weights tell: the same as seen when nothing was sampled. */
    public double weight() {
        return weight;
    }

    double weightSquares() {
        return weightSquares;
    }

    /**
     * Standard error of {@link #weight()}: each span of weight w was kept with a probability of 1/w, independently
     * (Horvitz and Thompson, 1952). 0 when nothing was sampled.
     */
    public double weightStandardError() {
        return Math.sqrt(Math.max(0, weightSquares - weight));
    }

    /** Sum of the durations of those that were made. */
    public double sumNanos() {
        return sumNanos;
    }

    /** Durations within 1 % of the exact ones, and how many spans had them, those that were made counted. */
    public void eachDuration(DurationConsumer each) {
        double zeros = zeros(durations);
        if (zeros > 0) {
            each.accept(0, zeros);
        }
        durations.getPositiveValueStore().forEach((index, count) -> each.accept(MAPPING.value(index), count));
    }

    /** Takes durations. */
    @FunctionalInterface
    public interface DurationConsumer {
        void accept(double nanos, double weight);
    }

    DDSketch durations() {
        return durations;
    }

    /**
     * @param quantile 0 to 1
     * @return nanoseconds
     * @throws IllegalStateException without spans
     */
    public double quantileNanos(double quantile) {
        if (durations.isEmpty()) {
            throw new IllegalStateException("expected spans, got none");
        }
        return durations.getValueAtQuantile(quantile);
    }
}

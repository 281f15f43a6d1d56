package dev.quipu.model.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.Metric;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NumberStepsTest {

    private static final long BEGIN = 1_795_000_000_000_000_000L;
    private static final Metric COUNTER = new Metric("c", "", "", List.of(), Metric.Kind.SUM, Metric.CUMULATIVE, true);
    private static final Metric DELTA = new Metric("d", "", "", List.of(), Metric.Kind.SUM, Metric.DELTA, true);
    private static final Metric UP_AND_DOWN =
            new Metric("u", "", "", List.of(), Metric.Kind.SUM, Metric.CUMULATIVE, false);
    private static final double NONE = Double.NaN;

    private final Steps steps = new Steps(BEGIN, TimeUnit.MINUTES.toNanos(1), 3);
    private final Samples samples = new Samples();

    private static long at(double seconds) {
        return BEGIN + (long) (seconds * 1e9);
    }

    private void sample(double seconds, double value) {
        samples.add(at(seconds), 0, value);
    }

    private double[] values(StepFunction function, Metric metric) {
        samples.sort();
        return new NumberSteps(steps, samples).values(function, metric, 0.5);
    }

    @Test
    void aCounterGrowsFromTheSampleBeforeTheStep() {
        sample(-10, 100);
        sample(20, 103);
        sample(50, 110);
        sample(80, 111);

        assertThat(values(StepFunction.INCREASE, COUNTER)).containsExactly(10, 1, NONE);
    }

    @Test
    void aRateIsTheIncreasePerSecond() {
        sample(-10, 100);
        sample(50, 160);

        assertThat(values(StepFunction.RATE, COUNTER)).containsExactly(1, NONE, NONE);
    }

    @Test
    void aCounterThatFallsHasBegunAnew() {
        sample(-10, 100);
        sample(20, 105);
        sample(40, 2);
        sample(50, 4);

        assertThat(values(StepFunction.INCREASE, COUNTER)).containsExactly(9, NONE, NONE);
    }

    @Test
    void aCounterThatSaysItBeganAnewHas() {
        samples.add(at(-10), at(-1000), 100);
        samples.add(at(20), at(5), 150);

        assertThat(values(StepFunction.INCREASE, COUNTER)).containsExactly(150, NONE, NONE);
    }

    @Test
    void theFirstSampleCountsOnlyWhenItsStartIsKnown() {
        samples.add(at(20), at(10), 7);
        samples.add(at(40), at(10), 8);
        assertThat(values(StepFunction.INCREASE, COUNTER)).containsExactly(8, NONE, NONE);

        Samples unknown = new Samples();
        unknown.add(at(20), 0, 7);
        unknown.add(at(80), 0, 8);
        assertThat(new NumberSteps(steps, unknown).values(StepFunction.INCREASE, COUNTER, 0))
                .containsExactly(NONE, 1, NONE);
    }

    @Test
    void deltasAddUp() {
        sample(-10, 100);
        sample(20, 3);
        sample(50, 4);

        assertThat(values(StepFunction.INCREASE, DELTA)).containsExactly(7, NONE, NONE);
    }

    @Test
    void whatGoesUpAndDownMayFall() {
        sample(-10, 100);
        sample(20, 90);

        assertThat(values(StepFunction.INCREASE, UP_AND_DOWN)).containsExactly(-10, NONE, NONE);
    }

    @Test
    void theLatestValueHoldsUntilItIsStale() {
        sample(-10, 1);
        sample(70, 2);
        samples.addStale(at(130));

        assertThat(values(StepFunction.LAST, COUNTER)).containsExactly(1, 2, NONE);
    }

    @Test
    void theLatestValueHoldsForFiveMinutes() {
        sample(-350, 1);

        assertThat(values(StepFunction.LAST, COUNTER)).containsExactly(NONE, NONE, NONE);
    }

    @Test
    void functionsOverTimeTakeTheValuesOfTheStep() {
        sample(0, 4);
        sample(10, 1);
        sample(59.9, 7);
        sample(60, 100);

        assertThat(values(StepFunction.AVG, COUNTER)).containsExactly(4, 100, NONE);
        assertThat(values(StepFunction.MIN, COUNTER)).containsExactly(1, 100, NONE);
        assertThat(values(StepFunction.MAX, COUNTER)).containsExactly(7, 100, NONE);
        assertThat(values(StepFunction.SUM, COUNTER)).containsExactly(12, 100, NONE);
        assertThat(values(StepFunction.COUNT, COUNTER)).containsExactly(3, 1, NONE);
        assertThat(values(StepFunction.QUANTILE, COUNTER)).containsExactly(4, 100, NONE);
    }

    @Test
    void ofTwoSamplesAtOneTimeOneCounts() {
        sample(10, 4);
        sample(5, 1);
        sample(10, 4);

        assertThat(values(StepFunction.COUNT, COUNTER)).containsExactly(2, NONE, NONE);
    }

    /** Whatever the steps: what a counter grew by in all of them together is one number. */
    @Test
    void increasesOfShortStepsAddUpToThoseOfLongOnes() {
        Random random = new Random(3);
        double value = 0;
        for (int second = -100; second < 180; second += 1 + random.nextInt(7)) {
            value = random.nextInt(20) == 0 ? random.nextInt(5) : value + random.nextInt(10);
            sample(second, value);
        }
        double[] minutes = values(StepFunction.INCREASE, COUNTER);
        double[] seconds = new NumberSteps(new Steps(BEGIN, TimeUnit.SECONDS.toNanos(1), 180), samples)
                .values(StepFunction.INCREASE, COUNTER, 0);

        double sum = 0;
        for (double second : seconds) {
            sum += Double.isNaN(second) ? 0 : second;
        }
        assertThat(sum).isEqualTo(minutes[0] + minutes[1] + minutes[2]);
    }
}

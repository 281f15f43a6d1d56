package dev.quipu.analysis.cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviationTest {

    @Test
    void isNothingWhenThingsBecomeBetter() {
        assertThat(size(IndicatorKind.DURATION, 10e6, 100, List.of(50e6, 51e6, 49e6)))
                .isZero();
        assertThat(size(IndicatorKind.AVAILABILITY, 1, 100, List.of(0.98, 0.99, 0.97)))
                .isZero();
    }

    @Test
    void isSmallerWhereTheBaselineScattersMore() {
        double steady = size(IndicatorKind.DURATION, 200e6, 100, List.of(100e6, 101e6, 99e6, 100e6));
        double restless = size(IndicatorKind.DURATION, 200e6, 100, List.of(60e6, 140e6, 80e6, 120e6));

        assertThat(restless).isLessThan(steady);
    }

    @Test
    void isSmallerForFewSamples() {
        List<Double> baseline = List.of(100e6, 101e6, 99e6);

        assertThat(size(IndicatorKind.DURATION, 200e6, 1, baseline))
                .isLessThan(size(IndicatorKind.DURATION, 200e6, 100, baseline));
        assertThat(size(IndicatorKind.ERRORS, 0.5, 2, List.of(0.0, 0.0)))
                .isLessThan(size(IndicatorKind.ERRORS, 0.5, 100, List.of(0.0, 0.0)));
    }

    @Test
    void isHardlyMovedByOnePeakOfTheBaseline() {
        List<Double> baseline = new java.util.ArrayList<>(Collections.nCopies(19, 100e6));
        baseline.add(9000e6);

        assertThat(size(IndicatorKind.DURATION, 200e6, 100, baseline)).isGreaterThan(5);
    }

    @Test
    void keepsItsDistanceFromASteadyBaseline() {
        assertThat(size(IndicatorKind.DURATION, 101e6, 100, Collections.nCopies(20, 100e6)))
                .isLessThan(1);
    }

    @Test
    void needsABaseline() {
        assertThatThrownBy(() -> size(IndicatorKind.DURATION, 1, 1, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("baseline: expected 1 window or more");
    }

    private static double size(IndicatorKind kind, double value, long samples, List<Double> baseline) {
        return Deviation.of(new Indicator("cart", kind, "", value, baseline, samples), 1, 0)
                .size();
    }
}

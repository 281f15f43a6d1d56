package dev.quipu.analysis.contrast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IndependenceTest {

    /** Fisher, The Design of Experiments, 1935: three of four cups told right. */
    @Test
    void isExactWhereThereIsLittle() {
        assertThat(Independence.probability(3, 4, 1, 4)).isCloseTo(0.4857, within(1e-4));
        assertThat(Independence.probability(4, 4, 0, 4)).isCloseTo(2.0 / 70, within(1e-9));
    }

    @Test
    void isTheLikelihoodRatioWhereThereIsMuch() {
        // G = 2 * (60 ln(60/50) + 40 ln(40/50)) * 2 with 100 on each side = 8.0542 at one degree of freedom.
        assertThat(Independence.probability(60, 100, 40, 100)).isCloseTo(0.00454, within(1e-4));
    }

    @Test
    void nothingIsSureOfNothing() {
        assertThat(Independence.probability(0, 0, 5, 10)).isEqualTo(1);
        assertThat(Independence.probability(5, 10, 0, 0)).isEqualTo(1);
        assertThat(Independence.probability(10, 10, 20, 20)).isEqualTo(1);
        assertThat(Independence.probability(0, 10, 0, 20)).isEqualTo(1);
        assertThat(Independence.probability(10, 20, 100, 200)).isCloseTo(1, within(1e-9));
    }

    @Test
    void whatTellsAllIsSureAlsoAmongMillions() {
        assertThat(Independence.probability(1_000_000, 1_000_000, 0, 5_000_000)).isZero();
        assertThat(Independence.probability(3, 3, 0, 5_000_000)).isLessThan(1e-9);
    }
}

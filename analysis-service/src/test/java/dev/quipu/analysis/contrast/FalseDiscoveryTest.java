package dev.quipu.analysis.contrast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FalseDiscoveryTest {

    /** Benjamini and Hochberg, 1995, section 3.2: the first four of fifteen. */
    @Test
    void keepsWhatThePaperKeeps() {
        double[] probabilities = {
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0
        };
        assertThat(FalseDiscovery.threshold(probabilities, 15, 0.05)).isEqualTo(0.0095);
    }

    @Test
    void testsThatAreNotToldCount() {
        assertThat(FalseDiscovery.threshold(new double[] {0.01}, 1, 0.05)).isEqualTo(0.01);
        assertThat(FalseDiscovery.threshold(new double[] {0.01}, 100, 0.05)).isNegative();
        assertThat(FalseDiscovery.threshold(new double[0], 100, 0.05)).isNegative();
    }

    @Test
    void chanceIsRarelyAFinding() {
        Random random = new Random(1);
        int runsWithFindings = 0;
        for (int run = 0; run < 1000; run++) {
            double[] chance = random.doubles(200).toArray();
            runsWithFindings += FalseDiscovery.threshold(chance, 200, 0.01) >= 0 ? 1 : 0;
        }
        assertThat(runsWithFindings).isLessThan(25);
    }
}

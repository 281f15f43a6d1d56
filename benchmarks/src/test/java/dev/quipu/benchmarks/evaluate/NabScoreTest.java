package dev.quipu.benchmarks.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Examples that can be followed by hand. */
class NabScoreTest {

    /** 100 rows (15 of probation), one window of rows 50 to 59. */
    @Test
    void followsNabsFormulas() {
        NabSeries series = new NabSeries("s", new long[100], new double[100], List.of(new NabSeries.Window(50, 59)));
        expect(15, series.probationaryRows());
        NabScore scorer = new NabScore(List.of(series));
        expect(0, normalised(scorer, new int[] {}));
        expect(100, normalised(scorer, new int[] {50}));
        expect(0, normalised(scorer, new int[] {3}));
        // Row 55 lies at -(59-55+1)/10 = -0.5: (2/(1+e^-2.5)-1)/(2/(1+e^-5)-1) = 0.848284/0.986614 = 0.859793.
        expect(100 * 1.859793 / 2, normalised(scorer, new int[] {55}));
        expect(100 * 1.859793 / 2, normalised(scorer, new int[] {55, 56, 59}));
        // Two before any window cost 0.11 each.
        expect(100 * (2 - 0.22) / 2, normalised(scorer, new int[] {20, 30, 50}));
        // Row 68 lies (68-59)/9 = 1 window after: 0.11 * -0.986614; row 87 more than 3 windows: 0.11.
        expect(100 * (2 - 0.1085276 - 0.11) / 2, normalised(scorer, new int[] {50, 68, 87}));
        // The best threshold of three scores takes the two that pay.
        double[] scores = new double[100];
        scores[50] = 0.5;
        scores[20] = 0.9;
        scores[30] = 0.4;
        expect(0.5, scorer.best(List.of(scores)).threshold());
        expect(100 * (2 - 0.11) / 2, scorer.best(List.of(scores)).normalised());
    }

    @Test
    void whoNeverDetectsHasZeroAndWhoDetectsEachBeginningHasAHundred() {
        NabSeries series = new NabSeries(
                "s",
                new long[200],
                new double[200],
                List.of(new NabSeries.Window(50, 59), new NabSeries.Window(100, 120)));
        NabScore scorer = new NabScore(List.of(series));
        double[] starts = new double[200];
        series.windows().forEach(window -> starts[window.first()] = 1);
        expect(0, scorer.best(List.of(new double[200])).normalised());
        expect(100, scorer.best(List.of(starts)).normalised());
    }

    private static double normalised(NabScore scorer, int[] detections) {
        double[] scores = new double[100];
        for (int row : detections) {
            scores[row] = 1;
        }
        return scorer.at(1, List.of(scores)).normalised();
    }

    private static void expect(double expected, double got) {
        assertThat(got).isCloseTo(expected, within(1e-4));
    }
}

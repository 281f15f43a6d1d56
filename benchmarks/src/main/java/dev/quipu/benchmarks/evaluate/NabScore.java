package dev.quipu.benchmarks.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * NAB's score with the standard profile: Lavin and Ahmad, "Evaluating Real-Time Anomaly Detection Algorithms - the
 * Numenta Anomaly Benchmark", ICMLA 2015. A window's earliest detection earns up to 1, the more the earlier; an
 * undetected window costs 1; a detection outside costs up to 0.11, the less the sooner after a window.
 */
final class NabScore {

    static final double FALSE_POSITIVE_WEIGHT = 0.11;
    static final double FALSE_NEGATIVE_WEIGHT = 1.0;

    private static final int OUTSIDE = -1;
    private static final int PROBATIONARY = -2;
    private static final double FULL = sigmoid(-1);

    /**
     * What one threshold scores on one series.
     *
     * @param raw the sum of earnings and costs; a detector that never fires has {@code -windows}
     * @param earned per window: what its earliest detection earned, or {@code NaN} when undetected
     */
    record SeriesScore(String name, double raw, int falsePositives, List<Double> earned) {
        long missed() {
            return earned.stream().filter(e -> e.isNaN()).count();
        }
    }

    /** @param normalised 0 for a detector that never fires, 100 for one that fires exactly at each window's start */
    record Score(double threshold, double normalised, List<SeriesScore> series) {
        int falsePositives() {
            return series.stream().mapToInt(SeriesScore::falsePositives).sum();
        }

        long missed() {
            return series.stream().mapToLong(SeriesScore::missed).sum();
        }
    }

    private final List<NabSeries> corpus;
    private final List<int[]> windowOfRow = new ArrayList<>();
    private final List<double[]> worthOfRow = new ArrayList<>();
    private final int windows;

    NabScore(List<NabSeries> corpus) {
        this.corpus = List.copyOf(corpus);
        int count = 0;
        for (NabSeries series : corpus) {
            int[] window = new int[series.length()];
            double[] worth = new double[series.length()];
            place(series, window, worth);
            windowOfRow.add(window);
            worthOfRow.add(worth);
            count += (int) countable(series);
        }
        this.windows = count;
    }

    /** A row's worth if it is a detection: a true positive's earning inside a window, a cost outside. */
    private static void place(NabSeries series, int[] window, double[] worth) {
        int next = 0;
        for (int row = 0; row < window.length; row++) {
            while (next < series.windows().size()
                    && row > series.windows().get(next).last()) {
                next++;
            }
            boolean inside = next < series.windows().size()
                    && row >= series.windows().get(next).first();
            window[row] = inside ? next : OUTSIDE;
            worth[row] = inside ? earning(series.windows().get(next), row) : cost(series, next - 1, row);
            if (row < series.probationaryRows()) {
                window[row] = PROBATIONARY;
            }
        }
    }

    static double earning(NabSeries.Window window, int row) {
        return sigmoid(-(window.last() - row + 1) / (double) window.width()) / FULL;
    }

    /** @param preceding the window before the row, or -1 for none */
    static double cost(NabSeries series, int preceding, int row) {
        if (preceding < 0) {
            return -FALSE_POSITIVE_WEIGHT;
        }
        NabSeries.Window window = series.windows().get(preceding);
        double past = (row - window.last()) / (double) (window.width() - 1);
        return FALSE_POSITIVE_WEIGHT * (past >= 3 ? -1 : sigmoid(past));
    }

    /** NAB's scaled sigmoid: 0.987 at -1, 0 at 0, -0.987 at 1. */
    static double sigmoid(double position) {
        return 2 / (1 + Math.exp(5 * position)) - 1;
    }

    private static long countable(NabSeries series) {
        return series.windows().stream()
                .filter(w -> w.last() >= series.probationaryRows())
                .count();
    }

    /** Scores all series with the one threshold that is best for them together. */
    Score best(List<double[]> scores) {
        return at(bestThreshold(scores), scores);
    }

    /** Detections are the rows whose score is at least the threshold. */
    Score at(double threshold, List<double[]> scores) {
        List<SeriesScore> all = new ArrayList<>();
        double raw = 0;
        for (int s = 0; s < corpus.size(); s++) {
            SeriesScore one = scoreSeries(s, threshold, scores.get(s));
            raw += one.raw();
            all.add(one);
        }
        double none = -FALSE_NEGATIVE_WEIGHT * windows;
        return new Score(threshold, 100 * (raw - none) / (windows - none), all);
    }

    private SeriesScore scoreSeries(int s, double threshold, double[] scores) {
        NabSeries series = corpus.get(s);
        int[] window = windowOfRow.get(s);
        double[] earned = new double[series.windows().size()];
        Arrays.fill(earned, Double.NaN);
        int falsePositives = 0;
        double raw = 0;
        for (int row = series.probationaryRows(); row < scores.length; row++) {
            if (scores[row] < threshold) {
                continue;
            }
            double worth = worthOfRow.get(s)[row];
            if (window[row] == OUTSIDE) {
                falsePositives++;
                raw += worth;
            } else if (Double.isNaN(earned[window[row]])) {
                earned[window[row]] = worth;
            }
        }
        for (int w = 0; w < earned.length; w++) {
            if (series.windows().get(w).last() >= series.probationaryRows()) {
                raw += Double.isNaN(earned[w]) ? -FALSE_NEGATIVE_WEIGHT : earned[w];
            }
        }
        return new SeriesScore(
                series.name(),
                raw,
                falsePositives,
                Arrays.stream(earned).boxed().toList());
    }

    private record Row(double score, int series, int row) {}

    private double bestThreshold(List<double[]> scores) {
        List<Row> rows = new ArrayList<>();
        List<double[]> taken = new ArrayList<>();
        for (int s = 0; s < corpus.size(); s++) {
            for (int row = corpus.get(s).probationaryRows(); row < scores.get(s).length; row++) {
                if (scores.get(s)[row] > 0) {
                    rows.add(new Row(scores.get(s)[row], s, row));
                }
            }
            double[] none = new double[corpus.get(s).windows().size()];
            Arrays.fill(none, -FALSE_NEGATIVE_WEIGHT);
            taken.add(none);
        }
        rows.sort((a, b) -> Double.compare(b.score(), a.score()));
        return sweep(rows, taken);
    }

    /** Lowers the threshold row by row; rows of equal score count together. */
    private double sweep(List<Row> rows, List<double[]> taken) {
        double raw = 0;
        double best = 0;
        double threshold = Double.POSITIVE_INFINITY;
        for (int i = 0; i < rows.size(); i++) {
            Row r = rows.get(i);
            double worth = worthOfRow.get(r.series())[r.row()];
            int window = windowOfRow.get(r.series())[r.row()];
            if (window == OUTSIDE) {
                raw += worth;
            } else if (worth > taken.get(r.series())[window]) {
                raw += worth - taken.get(r.series())[window];
                taken.get(r.series())[window] = worth;
            }
            boolean last = i + 1 == rows.size() || rows.get(i + 1).score() != r.score();
            if (last && raw > best) {
                best = raw;
                threshold = r.score();
            }
        }
        return threshold;
    }
}

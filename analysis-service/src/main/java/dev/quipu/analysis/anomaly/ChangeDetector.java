package dev.quipu.analysis.anomaly;

import java.util.Arrays;
import java.util.Optional;

/**
 * When a series moved to another level or another spread, and by how much: Page's cumulative sums ("Continuous
 * Inspection Schemes", Biometrika 1954) of the distance to a robust baseline, each point clipped so that no few
 * outliers make a change. The sum's last zero is when the change began; what came since is the new regime, from which
 * the baseline starts again.
 * <pre>
 *   at+0    at+1   at+2    at+3      then 4 runs (higher, lower, wider, narrower) of
 *   regime  level  spread  points    sum, start, points, total
 * </pre>
 */
final class ChangeDetector {

    static final int NUMBERS = 4 + 4 * 4;

    private static final int REGIME = 0;
    private static final int LEVEL = 1;
    private static final int SPREAD = 2;
    private static final int POINTS = 3;
    private static final int RUNS = 4;

    private static final int RUN_SIZE = 4;
    private static final int SUM = 0;
    private static final int START = 1;
    private static final int RUN_POINTS = 2;
    private static final int TOTAL = 3;

    private static final int HIGHER = 0;
    private static final int LOWER = 1;
    private static final int WIDER = 2;
    private static final int NARROWER = 3;

    private static final int WARMUP_POINTS = 100;
    private static final int BASELINE_POINTS = 500;
    private static final double CLIP = 4;
    private static final double LEVEL_SLACK = 1;
    private static final double SPREAD_SLACK = 0.5;
    /** Larger, because in a skewed series most points are nearer to the level than the mean distance. */
    private static final double NARROWER_SLACK = 0.75;

    private static final double ENOUGH = 40;
    private static final int RUN_POINTS_NEEDED = 30;
    /** The spread must have moved to twice or half, and by this share of what a level must. */
    private static final double LEAST_OF_SPREAD = 0.2;

    private final double[] numbers;
    private final int at;

    ChangeDetector(double[] numbers, int at) {
        this.numbers = numbers;
        this.at = at;
    }

    /**
     * @param value the series' value, or its departure from the season that it follows
     * @param regime which of those: when it differs from the last, all is learnt anew
     * @param least by how much a level must have moved to count
     */
    Optional<Change> observe(long timeUnixNano, double value, int regime, double least) {
        if (numbers[at + REGIME] != regime) {
            Arrays.fill(numbers, at, at + NUMBERS, 0);
            numbers[at + REGIME] = regime;
        }
        Optional<Change> change = Optional.empty();
        if (numbers[at + POINTS] >= WARMUP_POINTS) {
            double spread = unit();
            double z = clip((value - numbers[at + LEVEL]) / spread, CLIP);
            double distance = Math.abs(value - numbers[at + LEVEL]);
            run(HIGHER, z - LEVEL_SLACK, timeUnixNano, value);
            run(LOWER, -z - LEVEL_SLACK, timeUnixNano, value);
            run(WIDER, Math.abs(z) - 1 - SPREAD_SLACK, timeUnixNano, distance);
            boolean rounding = numbers[at + SPREAD] < spread;
            run(NARROWER, rounding ? -1 : 1 - Math.abs(z) - NARROWER_SLACK, timeUnixNano, distance);
            change = certain(least);
        }
        learn(value);
        return change;
    }

    private double unit() {
        return Math.max(numbers[at + SPREAD], Math.max(1e-4 * Math.abs(numbers[at + LEVEL]), 1e-12));
    }

    private void run(int which, double step, long timeUnixNano, double value) {
        int run = run(which);
        double sum = numbers[run + SUM] + step;
        if (sum <= 0) {
            clear(which);
            return;
        }
        if (numbers[run + RUN_POINTS] == 0) {
            numbers[run + START] = timeUnixNano;
        }
        numbers[run + SUM] = sum;
        numbers[run + RUN_POINTS]++;
        numbers[run + TOTAL] += value;
    }

    private Optional<Change> certain(double least) {
        for (int which = HIGHER; which <= NARROWER; which++) {
            int run = run(which);
            if (numbers[run + SUM] < ENOUGH || numbers[run + RUN_POINTS] < RUN_POINTS_NEEDED) {
                continue;
            }
            boolean level = which <= LOWER;
            if (!level && levelMayBeMoving()) {
                continue;
            }
            double before = numbers[at + (level ? LEVEL : SPREAD)];
            double after = numbers[run + TOTAL] / numbers[run + RUN_POINTS];
            if (level ? Math.abs(after - before) >= least : spreadMoved(before, after, least)) {
                long since = (long) numbers[run + START];
                begin(level ? LEVEL : SPREAD, after, numbers[run + RUN_POINTS]);
                return Optional.of(new Change(level ? Change.Kind.LEVEL : Change.Kind.SPREAD, since, before, after));
            }
        }
        return Optional.empty();
    }

    /** A moving level widens the spread too, but is the better explanation. */
    private boolean levelMayBeMoving() {
        return Math.max(numbers[run(HIGHER) + SUM], numbers[run(LOWER) + SUM]) > ENOUGH / 4;
    }

    private static boolean spreadMoved(double before, double after, double least) {
        boolean twice = Math.max(before, after) >= 2 * Math.min(before, after);
        return twice && Math.abs(after - before) >= LEAST_OF_SPREAD * least;
    }

    /** The new regime's baseline, from the run that made it certain. */
    private void begin(int moved, double after, double points) {
        numbers[at + moved] = after;
        numbers[at + POINTS] = Math.max(WARMUP_POINTS, points);
        for (int which = HIGHER; which <= NARROWER; which++) {
            clear(which);
        }
    }

    private void learn(double value) {
        double points = ++numbers[at + POINTS];
        double rate = Math.max(1.0 / BASELINE_POINTS, 1 / points);
        double limit = points <= WARMUP_POINTS ? Double.POSITIVE_INFINITY : CLIP * unit();
        double step = value - numbers[at + LEVEL];
        numbers[at + LEVEL] += clip(step, limit) * rate;
        double distance = points == 1 ? 0 : Math.min(Math.abs(step), limit);
        numbers[at + SPREAD] += (distance - numbers[at + SPREAD]) * rate;
    }

    private void clear(int which) {
        Arrays.fill(numbers, run(which), run(which) + RUN_SIZE, 0);
    }

    private int run(int which) {
        return at + RUNS + which * RUN_SIZE;
    }

    private static double clip(double value, double limit) {
        return Math.max(-limit, Math.min(limit, value));
    }
}

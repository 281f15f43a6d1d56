package dev.quipu.analysis.anomaly;

import java.util.Optional;

/**
 * Anomaly scores and changes of one series, value by value, in constant memory. A value is compared with several
 * yardsticks (see {@link Yardstick}); for each it is known how far values usually depart from it, and the one by which
 * the value departs the most speaks. The same values give the same answers; not thread-safe.
 * <pre>
 *   numbers  points | held evidence, points since | mean, distance to it | levels (3) | row's mean, points
 *            | season | change
 *   learnt   season's bins | tails: jump; of recent, long, season, row and trend up and down
 * </pre>
 */
public final class SeriesAnomaly {

    private static final int POINTS = 0;
    private static final int HELD = 1;
    private static final int SINCE_HELD = 2;
    private static final int MEAN = 3;
    private static final int DISTANCE = 4;
    private static final int LEVELS = 5;
    private static final int ROW_MEAN = 8;
    private static final int ROW_POINTS = 9;
    private static final int SEASON = 10;
    private static final int CHANGE = SEASON + Season.NUMBERS;
    static final int NUMBERS = CHANGE + ChangeDetector.NUMBERS;

    private static final int JUMP_TAIL = 2 * Season.BINS;
    private static final int RECENT_TAILS = JUMP_TAIL + Tail.SIZE;
    private static final int LONG_TAILS = RECENT_TAILS + 2 * Tail.SIZE;
    private static final int SEASON_TAILS = LONG_TAILS + 2 * Tail.SIZE;
    private static final int ROW_TAILS = SEASON_TAILS + 2 * Tail.SIZE;
    private static final int TREND_TAILS = ROW_TAILS + 2 * Tail.SIZE;
    static final int LEARNT = TREND_TAILS + 2 * Tail.SIZE;

    private static final double UNIT_POINTS = 2000;

    /** One value counts in the unit as at most so many times what is usual: no outlier blinds the series. */
    private static final double UNIT_CLIP = 100;

    /** The same for the levels, in units. */
    private static final double LEVEL_CLIP = 1000;

    /** What is larger stands for no number: it is what programs write that have none. */
    private static final double LARGEST_VALUE = 1e30;

    private static final int ROW = 8;
    private static final double[] LEVEL_AGES = {1, 3, 15};
    /** A level must move by this share of the series' mean distance to its mean. */
    private static final double LEAST_CHANGE = 0.5;

    private static final double LEAST_UNIT_OF_MEAN = 1e-6;

    /** How far a value is from what is expected, in units of what is usual for the series or its time. */
    private record Departure(double centre, double size, double unit) {

        static Departure of(double value, double centre, double unit) {
            return new Departure(centre, (value - centre) / unit, unit);
        }

        Departure sized(double other) {
            return new Departure(centre, other, unit);
        }
    }

    private final double[] numbers;
    private final float[] learnt;
    private final byte[] visits;
    private final AnomalySettings settings;
    private final Season season;
    private final ChangeDetector changes;

    private SeriesAnomaly(AnomalySettings settings, SeriesState state) {
        this.settings = settings;
        this.numbers = state.numbers().clone();
        this.learnt = state.learnt().clone();
        this.visits = state.visits().clone();
        this.season = new Season(numbers, SEASON, learnt, visits, settings);
        this.changes = new ChangeDetector(numbers, CHANGE);
    }

    /** Of a series of which nothing is known. */
    public static SeriesAnomaly fresh(AnomalySettings settings) {
        return restored(settings, new SeriesState(new double[NUMBERS], new float[LEARNT], new byte[Season.BINS]));
    }

    /** Goes on where {@link #state()} was taken. */
    public static SeriesAnomaly restored(AnomalySettings settings, SeriesState state) {
        return new SeriesAnomaly(settings, state);
    }

    public SeriesState state() {
        return new SeriesState(numbers, learnt, visits);
    }

    /**
     * Judges a value, then learns it. Times may repeat, jump or go back; a value that is not a finite number is passed
     * over.
     */
    public Observation observe(long timeUnixNano, double value) {
        if (!(Math.abs(value) <= LARGEST_VALUE)) {
            return Observation.nothing(value);
        }
        if (++numbers[POINTS] == 1) {
            begin(value);
        }
        Verdict verdict = new Verdict(value, numbers[POINTS] > settings.warmupPoints());
        compareWithLevels(verdict, value);
        int bin = season.followed(timeUnixNano);
        compareWithSeason(verdict, value, bin);
        Optional<Change> change = change(timeUnixNano, value, bin);
        season.learn(timeUnixNano, value, numbers[POINTS]);
        return verdict.observation(score(verdict.evidence()), change);
    }

    private void begin(double value) {
        numbers[MEAN] = value;
        numbers[LEVELS] = value;
        numbers[LEVELS + 1] = value;
        numbers[LEVELS + 2] = value;
    }

    private void compareWithLevels(Verdict verdict, double value) {
        double unit = learnUnit(value);
        compareJump(verdict, Departure.of(value, numbers[LEVELS], unit));
        compare(verdict, Yardstick.RECENT_LEVEL, RECENT_TAILS, Departure.of(value, numbers[LEVELS + 1], unit));
        compare(verdict, Yardstick.LONG_LEVEL, LONG_TAILS, Departure.of(value, numbers[LEVELS + 2], unit));
        for (int i = 0; i < LEVEL_AGES.length; i++) {
            double rate = Math.max(1 / (LEVEL_AGES[i] * settings.recentPoints()), 1 / numbers[POINTS]);
            double limit = numbers[POINTS] > settings.warmupPoints() ? LEVEL_CLIP * unit : LARGEST_VALUE;
            numbers[LEVELS + i] += Math.max(-limit, Math.min(limit, value - numbers[LEVELS + i])) * rate;
        }
        Departure trend = Departure.of(numbers[LEVELS + 1], numbers[LEVELS + 2], unit);
        compare(verdict, Yardstick.LEVEL_IN_A_ROW, TREND_TAILS, trend);
    }

    /** The series' mean distance to its mean over a long time, this value included. */
    private double learnUnit(double value) {
        double rate = Math.max(1 / UNIT_POINTS, 1 / numbers[POINTS]);
        double limit = numbers[POINTS] > settings.warmupPoints() ? UNIT_CLIP * numbers[DISTANCE] : LARGEST_VALUE;
        double step = Math.max(-limit, Math.min(limit, value - numbers[MEAN]));
        numbers[DISTANCE] += (Math.abs(step) - numbers[DISTANCE]) * rate;
        numbers[MEAN] += step * rate;
        return Math.max(numbers[DISTANCE], leastUnit());
    }

    /** Less than this is no departure, only rounding. */
    private double leastUnit() {
        return Math.max(LEAST_UNIT_OF_MEAN * Math.abs(numbers[MEAN]), Double.MIN_NORMAL);
    }

    /** Jumps up and down are one kind of departure: what jumps up comes down. */
    private void compareJump(Verdict verdict, Departure departure) {
        double usual = Tail.quantile(learnt, JUMP_TAIL) * departure.unit();
        double evidence = Tail.observe(learnt, JUMP_TAIL, Math.abs(departure.size()), settings);
        verdict.hear(Yardstick.LAST_VALUES, evidence, departure.centre(), usual, usual);
    }

    private void compareWithSeason(Verdict verdict, double value, int bin) {
        if (bin == Season.NONE) {
            numbers[ROW_MEAN] = 0;
            numbers[ROW_POINTS] = 0;
            return;
        }
        Departure departure = Departure.of(value, season.centre(bin), Math.max(season.spread(bin), leastUnit()));
        Yardstick by = Season.isWeekly(bin) ? Yardstick.TIME_OF_WEEK : Yardstick.TIME_OF_DAY;
        compare(verdict, by, SEASON_TAILS, departure);
        double rate = Math.max(1.0 / ROW, 1 / ++numbers[ROW_POINTS]);
        numbers[ROW_MEAN] += (departure.size() - numbers[ROW_MEAN]) * rate;
        if (numbers[ROW_POINTS] >= ROW) {
            compare(verdict, Yardstick.SEASON_IN_A_ROW, ROW_TAILS, departure.sized(numbers[ROW_MEAN]));
        }
    }

    private void compare(Verdict verdict, Yardstick by, int tails, Departure departure) {
        double up = Tail.quantile(learnt, tails) * departure.unit();
        double down = Tail.quantile(learnt, tails + Tail.SIZE) * departure.unit();
        double above = Tail.observe(learnt, tails, departure.size(), settings);
        double below = Tail.observe(learnt, tails + Tail.SIZE, -departure.size(), settings);
        verdict.hear(by, Math.max(above, below), departure.centre(), down, up);
    }

    private Optional<Change> change(long timeUnixNano, double value, int bin) {
        double least = LEAST_CHANGE * numbers[DISTANCE];
        if (bin == Season.NONE) {
            return changes.observe(timeUnixNano, value, 0, least);
        }
        return changes.observe(timeUnixNano, value - season.centre(bin), Season.isWeekly(bin) ? 2 : 1, least);
    }

    /** A detection silences the like of it for a while. */
    private double score(double evidence) {
        double needed = ++numbers[SINCE_HELD] < settings.quietPoints() ? settings.quietFactor() * numbers[HELD] : 0;
        if (evidence <= needed) {
            return 0;
        }
        double score = evidence / Observation.MOST_EVIDENCE;
        if (score >= Observation.DETECTION) {
            numbers[HELD] = evidence;
            numbers[SINCE_HELD] = 0;
        }
        return score;
    }
}

package dev.quipu.analysis.anomaly;

/**
 * What is usual at a time of the day and at a time of the week (UTC): per bin of time a centre and a mean distance to
 * it. A visit to a bin is learnt when it is over, so no value is expected because of itself or of its neighbours. A
 * season is followed only while it foretells the means of visits better than a slow robust level does, and of the two
 * the better one: nobody has to say whether a series has one.
 * <pre>
 *   bins     centre, spread of each of 48 half hours of the day, then of each of 84 two-hour spans of the week
 *   visits   of each bin, at most 127
 *   numbers  at+0 slow level; then of each season: its error, the level's error over the same points, those points;
 *            of the visit going on: bin, points, sum, sum of distances to the centre;
 *            both errors for the means of visits, and those means
 * </pre>
 */
final class Season {

    static final int DAY_BINS = 48;
    static final int BINS = DAY_BINS + 84;
    private static final int SEASON_NUMBERS = 10;
    static final int NUMBERS = 1 + 2 * SEASON_NUMBERS;
    /** Stands for no bin: no season is worth following. */
    static final int NONE = -1;

    private static final int DAY = 0;
    private static final int WEEK = 1;
    private static final long DAY_SECONDS = 86_400;

    private static final int POINTS_BEFORE_USE = 200;
    private static final int POINTS_BEFORE_CLIPPING = 50;
    private static final int MEANS_BEFORE_CLIPPING = 12;
    private static final int LEVEL_POINTS = 500;
    private static final double STEP_CLIP = 3;
    private static final double ERROR_CLIP = 5;
    private static final double LEAST_SHARE_OF_LEVEL_ERROR = 0.03;

    private static final int ERROR = 0;
    private static final int LEVEL_ERROR = 1;
    private static final int POINTS = 2;
    private static final int BIN = 3;
    private static final int VISIT_POINTS = 4;
    private static final int VISIT_SUM = 5;
    private static final int VISIT_DISTANCE = 6;
    private static final int MEAN_ERROR = 7;
    private static final int MEAN_LEVEL_ERROR = 8;
    private static final int MEANS = 9;

    private final double[] numbers;
    private final int at;
    private final float[] bins;
    private final byte[] visits;
    private final AnomalySettings settings;

    Season(double[] numbers, int at, float[] bins, byte[] visits, AnomalySettings settings) {
        this.numbers = numbers;
        this.at = at;
        this.bins = bins;
        this.visits = visits;
        this.settings = settings;
    }

    /** The bin of the season that is worth following at this time, or {@link #NONE}. */
    int followed(long timeUnixNano) {
        int day = bin(DAY, timeUnixNano);
        int week = bin(WEEK, timeUnixNano);
        double dayShare = errorShare(DAY, day);
        double weekShare = errorShare(WEEK, week);
        if (Math.min(dayShare, weekShare) >= settings.seasonGain()) {
            return NONE;
        }
        return weekShare < dayShare ? week : day;
    }

    private double errorShare(int season, int bin) {
        int base = base(season);
        boolean ready = visits[bin] >= visitsNeeded(season) && numbers[base + POINTS] > POINTS_BEFORE_USE;
        double level = numbers[base + MEAN_LEVEL_ERROR];
        return ready && level > 0 ? numbers[base + MEAN_ERROR] / level : 1;
    }

    static boolean isWeekly(int bin) {
        return bin >= DAY_BINS;
    }

    double centre(int bin) {
        return bins[2 * bin];
    }

    /** The mean distance to the bin's centre, with a floor from its season. */
    double spread(int bin) {
        int base = base(isWeekly(bin) ? WEEK : DAY);
        double floor = Math.max(
                settings.spreadFloor() * numbers[base + ERROR],
                LEAST_SHARE_OF_LEVEL_ERROR * numbers[base + LEVEL_ERROR]);
        return Math.max(bins[2 * bin + 1], floor);
    }

    /** @param points of the series so far, this one included */
    void learn(long timeUnixNano, double value, double points) {
        learnVisit(DAY, bin(DAY, timeUnixNano), value);
        learnVisit(WEEK, bin(WEEK, timeUnixNano), value);
        double step = clip(value - numbers[at], STEP_CLIP * limit(base(DAY), LEVEL_ERROR));
        numbers[at] += step * Math.max(1.0 / LEVEL_POINTS, 1 / points);
    }

    private void learnVisit(int season, int bin, double value) {
        int base = base(season);
        if ((int) numbers[base + BIN] != bin) {
            endVisit(season);
            numbers[base + BIN] = bin;
        }
        double distance = Math.abs(value - centre(bin));
        if (visits[bin] >= visitsNeeded(season)) {
            numbers[base + POINTS]++;
            learnError(base, ERROR, distance);
            learnError(base, LEVEL_ERROR, Math.abs(value - numbers[at]));
        }
        numbers[base + VISIT_POINTS]++;
        numbers[base + VISIT_SUM] += value;
        numbers[base + VISIT_DISTANCE] += distance;
    }

    private void learnError(int base, int which, double error) {
        double rate = Math.max(1.0 / settings.memoryPoints(), 1 / numbers[base + POINTS]);
        double clipped = Math.min(error, ERROR_CLIP * limit(base, which));
        numbers[base + which] += (clipped - numbers[base + which]) * rate;
    }

    /** An error by which to clip, or infinity while too little is known of it. */
    private double limit(int base, int which) {
        return numbers[base + POINTS] < POINTS_BEFORE_CLIPPING ? Double.POSITIVE_INFINITY : numbers[base + which];
    }

    private void endVisit(int season) {
        int base = base(season);
        double points = numbers[base + VISIT_POINTS];
        if (points > 0) {
            int bin = (int) numbers[base + BIN];
            if (visits[bin] >= visitsNeeded(season)) {
                learnMeanErrors(season, numbers[base + VISIT_SUM] / points, bin);
            }
            visits[bin] = (byte) Math.min(Byte.MAX_VALUE, visits[bin] + 1);
            double limit = visits[bin] < visitsNeeded(season) ? Double.POSITIVE_INFINITY : limit(base, ERROR);
            learnCentre(bin, numbers[base + VISIT_SUM] / points, STEP_CLIP * limit);
            learnSpread(bin, numbers[base + VISIT_DISTANCE] / points, ERROR_CLIP * limit);
        }
        numbers[base + VISIT_POINTS] = 0;
        numbers[base + VISIT_SUM] = 0;
        numbers[base + VISIT_DISTANCE] = 0;
    }

    /** How well the season and the level foretell the mean of a visit, in which the single points' noise is less. */
    private void learnMeanErrors(int season, double mean, int bin) {
        int base = base(season);
        double means = ++numbers[base + MEANS];
        double rate = Math.max(1.0 / (season == DAY ? DAY_BINS : BINS - DAY_BINS), 1 / means);
        double own = Math.min(Math.abs(mean - centre(bin)), ERROR_CLIP * meansLimit(base, MEAN_ERROR));
        double level = Math.min(Math.abs(mean - numbers[at]), ERROR_CLIP * meansLimit(base, MEAN_LEVEL_ERROR));
        numbers[base + MEAN_ERROR] += (own - numbers[base + MEAN_ERROR]) * rate;
        numbers[base + MEAN_LEVEL_ERROR] += (level - numbers[base + MEAN_LEVEL_ERROR]) * rate;
    }

    private double meansLimit(int base, int which) {
        return numbers[base + MEANS] < MEANS_BEFORE_CLIPPING ? Double.POSITIVE_INFINITY : numbers[base + which];
    }

    private void learnCentre(int bin, double mean, double limit) {
        double rate = Math.max(1.0 / settings.seasonMemory(), 1.0 / visits[bin]);
        bins[2 * bin] += (float) (clip(mean - bins[2 * bin], limit) * rate);
    }

    /** The first two visits' distances are to a centre hardly known, and not learnt. */
    private void learnSpread(int bin, double distance, double limit) {
        if (visits[bin] > 2) {
            double rate = Math.max(1.0 / settings.seasonMemory(), 1.0 / (visits[bin] - 2));
            bins[2 * bin + 1] += (float) ((Math.min(distance, limit) - bins[2 * bin + 1]) * rate);
        }
    }

    private int base(int season) {
        return at + 1 + SEASON_NUMBERS * season;
    }

    private static int visitsNeeded(int season) {
        return season == DAY ? 3 : 2;
    }

    private static int bin(int season, long timeUnixNano) {
        long span = season == DAY ? DAY_SECONDS : 7 * DAY_SECONDS;
        int count = season == DAY ? DAY_BINS : BINS - DAY_BINS;
        long second = Math.floorMod(Math.floorDiv(timeUnixNano, 1_000_000_000L), span);
        return (season == DAY ? 0 : DAY_BINS) + (int) (second * count / span);
    }

    private static double clip(double step, double limit) {
        return Math.max(-limit, Math.min(limit, step));
    }
}

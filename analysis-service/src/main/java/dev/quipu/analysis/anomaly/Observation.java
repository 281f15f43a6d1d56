package dev.quipu.analysis.anomaly;

import java.util.Locale;
import java.util.Optional;

/**
 * What one value says about its series, judged only by the values before it.
 *
 * @param score 0 to 1: {@code evidence} over 12, or 0 while a recent detection still speaks for this value too. From
 *         {@link #DETECTION} on it is a detection
 * @param evidence 0 to 12: {@code -log10} of the probability to depart so far by the yardstick; 4 is once in 10,000
 * @param expectedLow with expectedHigh, the range by the yardstick, whose ends 2 in 100 values pass; both {@code NaN}
 *         while too little was seen, or when the value is not a number
 * @param robustZ the departure in standard deviations, were the series normal with that range
 * @param yardstick by which the value departs the most
 * @param change that this value made certain, if any
 */
public record Observation(
        double value,
        double score,
        double evidence,
        double expectedLow,
        double expectedHigh,
        double robustZ,
        Yardstick yardstick,
        Optional<Change> change) {

    /** The least score of a detection, which is worth showing; to wake somebody, ask for evidence of 5 or more. */
    public static final double DETECTION = 0.3;

    /** More digits than this tell no more. */
    static final double MOST_EVIDENCE = 12;

    /** Of a value that is not a number: it says nothing and is not learnt. */
    static Observation nothing(double value) {
        return new Observation(value, 0, 0, Double.NaN, Double.NaN, 0, Yardstick.LAST_VALUES, Optional.empty());
    }

    public boolean isDetection() {
        return score >= DETECTION;
    }

    /** As in "93 where 40 to 60 was expected at this time of the day; robust z 8.1; once in 10^5.2 values". */
    public String explanation() {
        if (Double.isNaN(expectedLow)) {
            return String.format(Locale.ROOT, "%.4g; too little was seen to expect anything", value);
        }
        return String.format(
                Locale.ROOT,
                "%.4g where %.4g to %.4g was expected %s; robust z %.1f; once in 10^%.1f values",
                value,
                expectedLow,
                expectedHigh,
                yardstick.words(),
                robustZ,
                evidence);
    }
}

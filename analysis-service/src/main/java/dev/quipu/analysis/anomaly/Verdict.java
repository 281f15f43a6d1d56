package dev.quipu.analysis.anomaly;

import java.util.Optional;

/** One value before the yardsticks: remembers the one by which it departs the most. */
final class Verdict {

    /** In a normal distribution 2 in 100 pass this many standard deviations. */
    private static final double NORMAL_QUANTILE = 2.05;

    private final double value;
    private final boolean ready;
    private double evidence;
    private double low = Double.NaN;
    private double high = Double.NaN;
    private double robustZ;
    private Yardstick yardstick = Yardstick.LAST_VALUES;

    /** @param ready whether enough was seen for any yardstick to be heard */
    Verdict(double value, boolean ready) {
        this.value = value;
        this.ready = ready;
    }

    /**
     * One yardstick's word. While none has any evidence the last heard stands.
     *
     * @param centre what it expects
     * @param down how far below that it expects values still, above 0, and up likewise
     */
    void hear(Yardstick by, double itsEvidence, double centre, double down, double up) {
        boolean isSaid = Double.isFinite(itsEvidence) && Double.isFinite(centre - down) && Double.isFinite(centre + up);
        if (!ready || !isSaid || itsEvidence < evidence || itsEvidence == 0 && evidence > 0) {
            return;
        }
        evidence = itsEvidence;
        yardstick = by;
        low = centre - down;
        high = centre + up;
        double side = value >= centre ? up : down;
        robustZ = side > 0 ? NORMAL_QUANTILE * (value - centre) / side : 0;
    }

    double evidence() {
        return Math.min(Observation.MOST_EVIDENCE, evidence);
    }

    Observation observation(double score, Optional<Change> change) {
        return new Observation(value, score, evidence(), low, high, robustZ, yardstick, change);
    }
}

package dev.quipu.analysis.cause;

/**
 * What the ranking goes by; one set for everything.
 *
 * @param leastSize deviations below are no evidence, in scales
 * @param leastSymptomSize a symptom that deviates less asks for no cause, in scales
 * @param mostStrength no single finding counts for more
 * @param leastScore causes below are not named
 * @param secondHand how much of the evidence of further families counts beside the strongest, 0 to 1
 * @param materialShare a component with less than this share of the symptom's excess counts the less, 0 to 1
 * @param innerShare with this share of the loudest finding's strength one that explains it is the inner cause, 0 to 1
 * @param harmlessUse how strong the use of a resource can be at most beyond what the component suffers otherwise
 * @param explainedLogs how much of what a component logs can be explained by what its callees log, 0 to 1
 * @param maxCauses named at most
 * @param maxEvidence deviations told for each cause at most
 */
public record CauseSettings(
        double leastSize,
        double leastSymptomSize,
        double mostStrength,
        double leastScore,
        double secondHand,
        double materialShare,
        double innerShare,
        double harmlessUse,
        double explainedLogs,
        int maxCauses,
        int maxEvidence) {

    /** So many log records are written together: by one span, in one loop. */
    private static final double TOGETHER = 20;

    /** One of so many samples is in the tail. */
    private static final double TAIL_SAMPLES = 10;

    public static final CauseSettings DEFAULT = new CauseSettings(3, 1, 8, 0.5, 0.5, 0.2, 0.5, 0.25, 0.5, 10, 8);

    public CauseSettings {
        if (!(leastSize > 0)) {
            throw new IllegalArgumentException("leastSize: expected a positive number, got " + leastSize);
        }
    }

    /** Of a deviation: 0 at the least size, 1 at twice, 2 at four times. */
    double strength(Deviation deviation) {
        double doublings = Math.log(Math.max(deviation.size(), leastSize) / leastSize) / Math.log(2);
        return Math.min(doublings, mostStrength);
    }

    /** How strong a finding can be at most, by what it was made of; counts say by themselves how far they scatter. */
    double mostOf(Indicator indicator) {
        return switch (indicator.kind()) {
            case DURATION, SELF_TIME -> mostOf(indicator.samples() / 2.0);
            case CALL_GAP -> mostOf(indicator.samples());
            case DURATION_TAIL -> mostOf(indicator.samples() / TAIL_SAMPLES);
            case LOG_SHARE -> mostOf(indicator.samples() / TOGETHER);
            case ERRORS, AVAILABILITY, LOG_TEMPLATE, UTILISATION, REQUEST_RATE -> mostStrength;
        };
    }

    double mostOf(double samples) {
        return Math.log(1 + samples) / Math.log(2);
    }
}

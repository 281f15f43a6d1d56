package dev.quipu.analysis.anomaly;

/**
 * How a series is judged. One set serves all series: {@link #DEFAULT}.
 *
 * @param tailShare the share of departures that count as a tail, by each yardstick and in each direction
 * @param memoryPoints points over which a tail's start and a season's error are learnt
 * @param tailMemory departures in a tail over which their mean excess is learnt
 * @param excessClip one departure counts in the mean excess as at most this many times that mean
 * @param recentPoints points over which the last values are averaged; the recent and the long level take 3 and 15 times
 *         as many
 * @param warmupPoints departures that a yardstick must have seen before it speaks
 * @param seasonGain a season is followed while its error is less than this share of a level's
 * @param seasonMemory visits (days or weeks) over which a season's bin is learnt
 * @param spreadFloor the least spread of a season's bin, as a share of the season's error
 * @param quietPoints points after a detection in which another needs more evidence
 * @param quietFactor how many times as much evidence that is
 */
public record AnomalySettings(
        double tailShare,
        int memoryPoints,
        int tailMemory,
        double excessClip,
        double recentPoints,
        int warmupPoints,
        double seasonGain,
        int seasonMemory,
        double spreadFloor,
        int quietPoints,
        double quietFactor) {

    public static final AnomalySettings DEFAULT =
            new AnomalySettings(0.02, 1000, 50, 3, 3.5, 100, 0.4, 8, 0.3, 120, 1.2);

    public AnomalySettings {
        expect(tailShare > 0 && tailShare < 0.5, "tailShare: expected a share from 0 to 0.5", tailShare);
        int shortest = Math.min(memoryPoints, Math.min(tailMemory, seasonMemory));
        expect(shortest > 0, "memories: expected 1 or more", shortest);
        expect(excessClip >= 1, "excessClip: expected 1 or more", excessClip);
        expect(recentPoints >= 1, "recentPoints: expected 1 or more", recentPoints);
        expect(seasonGain >= 0 && seasonGain <= 1, "seasonGain: expected a share from 0 to 1", seasonGain);
        expect(quietPoints >= 0, "quietPoints: expected 0 or more", quietPoints);
        expect(quietFactor >= 1, "quietFactor: expected 1 or more", quietFactor);
    }

    private static void expect(boolean holds, String expected, double got) {
        if (!holds) {
            throw new IllegalArgumentException(expected + ", got " + got);
        }
    }
}

package dev.quipu.analysis.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** On made series of one point a minute. */
class SeriesAnomalyTest {

    private static final long MINUTE = 60_000_000_000L;
    private static final long START = 1_767_225_600L * 1_000_000_000L;

    private static double noise(Random random) {
        return random.nextGaussian();
    }

    private static double daily(int minute) {
        return 50 + 40 * Math.sin(2 * Math.PI * minute / 1440);
    }

    private static SeriesAnomaly fresh() {
        return SeriesAnomaly.fresh(AnomalySettings.DEFAULT);
    }

    @Test
    void restartChangesNothing() {
        Random random = new Random(1);
        SeriesAnomaly one = fresh();
        SeriesAnomaly other = fresh();
        for (int i = 0; i < 6000; i++) {
            double value = daily(i) + noise(random) + (i == 5500 ? 30 : 0);
            if (i % 1000 == 999) {
                other = SeriesAnomaly.restored(AnomalySettings.DEFAULT, other.state());
            }
            expect(one.observe(START + i * MINUTE, value).equals(other.observe(START + i * MINUTE, value)), "restart");
        }
    }

    @Test
    void notANumberIsPassedOver() {
        Random random = new Random(2);
        SeriesAnomaly one = fresh();
        SeriesAnomaly other = fresh();
        for (int i = 0; i < 3000; i++) {
            double value = 10 + noise(random);
            Observation nothing = other.observe(START + i * MINUTE, i % 2 == 0 ? Double.NaN : Double.NEGATIVE_INFINITY);
            expect(nothing.score() == 0 && nothing.change().isEmpty(), "NaN scores nothing");
            expect(one.observe(START + i * MINUTE, value).equals(other.observe(START + i * MINUTE, value)), "NaN");
        }
    }

    @Test
    void findsTheFirstErrorOfAQuietSeries() {
        SeriesAnomaly anomaly = fresh();
        for (int i = 0; i < 1000; i++) {
            expect(!anomaly.observe(START + i * MINUTE, 0).isDetection(), "zeros");
        }
        expect(anomaly.observe(START + 1000 * MINUTE, 5).isDetection(), "first errors");
    }

    @Test
    void constantSeriesIsSilent() {
        SeriesAnomaly anomaly = fresh();
        for (int i = 0; i < 3000; i++) {
            Observation got = anomaly.observe(START + i * MINUTE, 1e9 * (1 + 1e-12 * (i % 2)));
            expect(!got.isDetection() && got.change().isEmpty(), "constant: " + i + " " + got);
        }
    }

    @Test
    void findsAnUnusualTimeOfDayAndSaysSo() {
        Random random = new Random(3);
        SeriesAnomaly anomaly = fresh();
        int detections = 0;
        for (int i = 0; i < 6 * 1440; i++) {
            Observation got = anomaly.observe(START + i * MINUTE, daily(i) + noise(random));
            detections += i > 4 * 1440 && got.isDetection() ? 1 : 0;
        }
        expect(detections <= 8, "few false detections on a daily series, got " + detections);
        boolean found = false;
        for (int i = 6 * 1440; i < 6 * 1440 + 60; i++) {
            Observation got = anomaly.observe(START + i * MINUTE, daily(i) - 20 + noise(random));
            found |= got.isDetection();
            expect(i < 6 * 1440 + 20 || got.yardstick() != Yardstick.LAST_VALUES, "season speaks");
        }
        expect(found, "unusual time of day");
    }

    @Test
    void findsALevelShiftAndItsTime() {
        Random random = new Random(4);
        List<Change> changes = new ArrayList<>();
        SeriesAnomaly anomaly = fresh();
        for (int i = 0; i < 3000; i++) {
            double value = (i < 2000 ? 100 : 106) + 2 * noise(random);
            anomaly.observe(START + i * MINUTE, value).change().ifPresent(changes::add);
        }
        expect(changes.size() == 1, "one change, got " + changes);
        Change change = changes.get(0);
        expect(change.kind() == Change.Kind.LEVEL, "level");
        long late = Math.abs(change.sinceUnixNano() - (START + 2000 * MINUTE));
        expect(late < 10 * MINUTE, "since " + change.explanation());
        expect(Math.abs(change.by() - 6) < 1.5, "by " + change.by());
    }

    @Test
    void findsAWiderSpread() {
        Random random = new Random(5);
        List<Change> changes = new ArrayList<>();
        SeriesAnomaly anomaly = fresh();
        for (int i = 0; i < 3000; i++) {
            double value = 100 + (i < 2000 ? 1 : 4) * noise(random);
            anomaly.observe(START + i * MINUTE, value).change().ifPresent(changes::add);
        }
        expect(!changes.isEmpty() && changes.get(0).kind() == Change.Kind.SPREAD, "spread, got " + changes);
        expect(changes.get(0).after() > 2 * changes.get(0).before(), "wider, got " + changes);
    }

    @Test
    void whiteNoiseHasFewDetectionsAndNoChange() {
        Random random = new Random(6);
        SeriesAnomaly anomaly = fresh();
        int detections = 0;
        for (int i = 0; i < 50_000; i++) {
            Observation got = anomaly.observe(START + i * MINUTE, noise(random));
            detections += got.isDetection() ? 1 : 0;
            expect(got.change().isEmpty(), "no change in noise at " + i + ", got " + got.change());
        }
        expect(detections <= 50, "at most 1 in 1000, got " + detections);
    }

    @Test
    void clockStepsAndGapsDoNoHarm() {
        Random random = new Random(7);
        SeriesAnomaly anomaly = fresh();
        long time = START;
        for (int i = 0; i < 5000; i++) {
            time += i % 700 == 0 ? -300 * MINUTE : i % 500 == 0 ? 2000 * MINUTE : i % 50 == 0 ? 0 : MINUTE;
            Observation got = anomaly.observe(time, 20 + noise(random));
            expect(got.score() >= 0 && got.score() <= 1 && got.evidence() <= 12, "score in range");
            expect(got.explanation().length() > 10, "explained");
        }
    }

    @Test
    void oneExtremeValueDoesNotBlindTheSeries() {
        for (double extreme : List.of(Double.MAX_VALUE, -Double.MAX_VALUE, 1e39, 1e20, 1e9)) {
            Random random = new Random(9);
            SeriesAnomaly anomaly = fresh();
            boolean found = false;
            for (int i = 0; i < 7 * 1440; i++) {
                double value = i == 500 ? extreme : i >= 7 * 1440 - 9 ? 1000 : 100 + 2 * noise(random);
                Observation got = anomaly.observe(START + i * MINUTE, value);
                expect(!Double.isNaN(got.score()), "a score, got " + got);
                expect(!Double.isInfinite(got.expectedHigh()), "an end, got " + got);
                found |= i >= 7 * 1440 - 9 && got.isDetection();
            }
            expect(found, "the step after " + extreme);
        }
    }

    private static void expect(boolean holds, String what) {
        assertThat(holds).as(what).isTrue();
    }
}

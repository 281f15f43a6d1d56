package dev.quipu.model.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Detectors against labelled text. A match counts when it is the value that was labelled, to the character. */
class CorpusTest {

    private static final double RECALL = 0.99;
    private static final double PRECISION = 0.97;

    private static final class Score {
        private int right;
        private final List<String> missed = new ArrayList<>();
        private final List<String> wrong = new ArrayList<>();

        double recall() {
            return (double) right / (right + missed.size());
        }

        double precision() {
            return (double) right / (right + wrong.size());
        }
    }

    private static final Map<Detector, Score> SCORES = new EnumMap<>(Detector.class);

    @BeforeAll
    static void score() throws IOException {
        for (Detector detector : Detector.values()) {
            Score score = score(Corpus.read("corpus.tsv"), detector);
            SCORES.put(detector, score);
            System.out.printf(
                    "%-13s %4d labelled, recall %.4f, precision %.4f%n",
                    detector.label(), score.right + score.missed.size(), score.recall(), score.precision());
        }
    }

    private static Score score(List<String> lines, Detector detector) {
        Score score = new Score();
        lines.stream().map(Corpus.Line::parse).forEach(line -> score(line, detector, score));
        return score;
    }

    private static void score(Corpus.Line line, Detector detector, Score score) {
        List<String> expected = new ArrayList<>(line.labels().getOrDefault(detector, List.of()));
        if (detector.scan().maybeIn(Alphabet.of(line.text()))) {
            detector.scan().scan(line.text(), (start, end) -> {
                String found = line.text().substring(start, end);
                if (expected.remove(found)) {
                    score.right++;
                } else {
                    score.wrong.add(found + " in: " + line.text());
                }
            });
        }
        expected.forEach(value -> score.missed.add(value + " in: " + line.text()));
    }

    @ParameterizedTest
    @EnumSource(Detector.class)
    void findsNearlyAll(Detector detector) {
        Score score = SCORES.get(detector);
        assertThat(score.recall()).as("missed %s", score.missed).isGreaterThanOrEqualTo(RECALL);
    }

    @ParameterizedTest
    @EnumSource(Detector.class)
    void findsHardlyAnythingElse(Detector detector) {
        Score score = SCORES.get(detector);
        assertThat(score.precision()).as("wrong %s", score.wrong).isGreaterThanOrEqualTo(PRECISION);
    }

    /** The detectors were not fitted to the one seed. */
    @ParameterizedTest
    @EnumSource(Detector.class)
    void doesAsWellOnLinesThatNobodyHasSeen(Detector detector) {
        for (long seed = 1; seed <= 10; seed++) {
            Score score = score(Corpus.written(List.of(), seed), detector);
            assertThat(score.recall()).as("missed %s", score.missed).isGreaterThanOrEqualTo(RECALL);
            assertThat(score.precision()).as("wrong %s", score.wrong).isGreaterThanOrEqualTo(PRECISION);
        }
    }

    @Test
    void isWhatTheGeneratorWrites() throws IOException {
        List<String> corpus = Corpus.read("corpus.tsv");
        assertThat(corpus).hasSize(Corpus.LINES).isEqualTo(Corpus.written(Corpus.read("hard-cases.tsv"), Corpus.SEED));
    }
}

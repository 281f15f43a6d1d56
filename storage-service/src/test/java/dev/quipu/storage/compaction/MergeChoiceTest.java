package dev.quipu.storage.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.Signal;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.segments.SegmentKey;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MergeChoiceTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static final StorageConfig.Compaction CONFIG = new StorageConfig.Compaction() {
        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public Duration interval() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Duration minAge() {
            return Duration.ofMillis(500);
        }

        @Override
        public int targetRecords() {
            return 1000;
        }

        @Override
        public int targetPoints() {
            return 5000;
        }

        @Override
        public MemorySize maxMergeSize() {
            return new MemorySize(BigInteger.valueOf(1_000_000));
        }

        @Override
        public int maxMergeSegments() {
            return 20;
        }

        @Override
        public int yieldAbove() {
            return 20_000;
        }

        @Override
        public Duration maxAge() {
            return Duration.ofMinutes(2);
        }
    };

    private static SmallSegment segment(String tenant, int level, int records, long feed, Duration age) {
        return segment(tenant, Signal.TRACES, level, records, feed, age);
    }

    private static SmallSegment segment(String tenant, Signal signal, int level, int records, long feed, Duration age) {
        LocalDate day = LocalDate.of(2026, 1, 1);
        return new SmallSegment(
                new SegmentKey(day, 0, new UUID(1, feed)),
                new SmallSegment.Group(tenant, signal.code(), day, 0, level),
                records,
                records * 40L,
                feed,
                feed,
                NOW.minus(age));
    }

    private static List<List<SmallSegment>> choose(List<Long> consumers, SmallSegment... segments) {
        return new MergeChoice(CONFIG, Duration.ofHours(6), consumers, NOW).choose(List.of(segments));
    }

    @Test
    void leavesWhatHasJustComeToThoseWhoFollow() {
        assertThat(choose(
                        List.of(),
                        segment("t", 0, 500, 1, Duration.ofMillis(200)),
                        segment("t", 0, 500, 2, Duration.ofMillis(200))))
                .isEmpty();
        assertThat(choose(
                        List.of(),
                        segment("t", 0, 500, 1, Duration.ofMillis(800)),
                        segment("t", 0, 500, 2, Duration.ofMillis(800))))
                .hasSize(1);
    }

    @Test
    void mergesWhatMakesATarget() {
        SmallSegment a = segment("t", 0, 400, 1, Duration.ofSeconds(1));
        SmallSegment b = segment("t", 0, 500, 2, Duration.ofSeconds(1));
        assertThat(choose(List.of(), a, b)).containsExactly(List.of(a, b));
    }

    @Test
    void aimsAtMorePointsThanOtherRecords() {
        SmallSegment a = segment("t", Signal.METRICS, 0, 2000, 1, Duration.ofSeconds(1));
        SmallSegment b = segment("t", Signal.METRICS, 0, 2500, 2, Duration.ofSeconds(1));
        assertThat(choose(List.of(), a, b)).containsExactly(List.of(a, b));
        assertThat(choose(List.of(), a)).isEmpty();
    }

    @Test
    void waitsForMoreWhileTheyAreYoung() {
        assertThat(choose(
                        List.of(),
                        segment("t", 0, 10, 1, Duration.ofSeconds(5)),
                        segment("t", 0, 10, 2, Duration.ofSeconds(1))))
                .isEmpty();
        assertThat(choose(
                        List.of(),
                        segment("t", 0, 10, 1, Duration.ofMinutes(3)),
                        segment("t", 0, 10, 2, Duration.ofSeconds(1))))
                .hasSize(1);
    }

    @Test
    void neverGoesBeyondTheTarget() {
        List<List<SmallSegment>> merges = choose(
                List.of(),
                segment("t", 0, 450, 1, Duration.ofHours(1)),
                segment("t", 0, 450, 2, Duration.ofHours(1)),
                segment("t", 0, 450, 3, Duration.ofHours(1)),
                segment("t", 0, 450, 4, Duration.ofHours(1)));
        assertThat(merges).hasSize(2).allSatisfy(merge -> assertThat(merge).hasSize(2));
    }

    @Test
    void neverMergesGroups() {
        assertThat(choose(
                        List.of(),
                        segment("a", 0, 500, 1, Duration.ofSeconds(1)),
                        segment("b", 0, 500, 2, Duration.ofSeconds(1)),
                        segment("a", 1, 500, 3, Duration.ofSeconds(1))))
                .isEmpty();
    }

    @Test
    void mergesACollectedOneAloneWhenItStayedAlone() {
        SmallSegment old = segment("a", 0, 400, 1, Duration.ofMinutes(3));
        assertThat(choose(List.of(), old, segment("b", 0, 400, 2, Duration.ofSeconds(5))))
                .containsExactly(List.of(old));
        assertThat(choose(List.of(), segment("a", 1, 400, 1, Duration.ofHours(1))))
                .isEmpty();
    }

    @Test
    void mergedOnesAreMergedAgainOnlyInNumbers() {
        SmallSegment[] seven = new SmallSegment[7];
        SmallSegment[] eight = new SmallSegment[8];
        for (int i = 0; i < 8; i++) {
            eight[i] = segment("t", 1, 20, i, Duration.ofHours(1));
            if (i < 7) {
                seven[i] = eight[i];
            }
        }
        assertThat(choose(List.of(), seven)).isEmpty();
        assertThat(choose(List.of(), eight)).hasSize(1);
    }

    @Test
    void waitsForConsumersThatDoNotLagTooFar() {
        SmallSegment passed = segment("t", 0, 10, 5, Duration.ofHours(1));
        SmallSegment passedToo = segment("t", 0, 10, 6, Duration.ofHours(1));
        SmallSegment notPassed = segment("t", 0, 10, 11, Duration.ofHours(1));
        SmallSegment notPassedToo = segment("t", 0, 10, 12, Duration.ofHours(1));
        assertThat(choose(List.of(10L), passed, passedToo, notPassed, notPassedToo))
                .containsExactly(List.of(passed, passedToo));
    }

    @Test
    void doesNotPartWhatAConsumerHasPassedEvenWhenItLags() {
        SmallSegment passed = segment("t", 0, 10, 5, Duration.ofHours(10));
        SmallSegment notPassed = segment("t", 0, 10, 11, Duration.ofHours(9));
        SmallSegment notPassedToo = segment("t", 0, 10, 12, Duration.ofHours(8));
        assertThat(choose(List.of(10L), passed, notPassed, notPassedToo))
                .containsExactlyInAnyOrder(List.of(passed), List.of(notPassed, notPassedToo));
    }
}

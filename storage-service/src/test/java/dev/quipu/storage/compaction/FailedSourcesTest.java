package dev.quipu.storage.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FailedSourcesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final FailedSources failed = new FailedSources();
    private final UUID segment = UUID.randomUUID();

    @Test
    void waitsTwiceAsLongEachTime() {
        assertThat(failed.isWaiting(segment, NOW)).isFalse();
        assertThat(failed.add(segment, NOW)).isTrue();
        assertThat(failed.isWaiting(segment, NOW.plusSeconds(59))).isTrue();
        assertThat(failed.isWaiting(segment, NOW.plusSeconds(60))).isFalse();
        assertThat(failed.add(segment, NOW)).isFalse();
        assertThat(failed.isWaiting(segment, NOW.plusSeconds(119))).isTrue();
        assertThat(failed.isWaiting(segment, NOW.plusSeconds(120))).isFalse();
    }

    @Test
    void waitsNoLongerThanNineHours() {
        for (int i = 0; i < 100; i++) {
            failed.add(segment, NOW);
        }
        assertThat(failed.isWaiting(segment, NOW.plus(Duration.ofHours(9)))).isFalse();
        assertThat(failed.isWaiting(segment, NOW.plus(Duration.ofHours(8)))).isTrue();
    }

    @Test
    void remembersABoundedNumber() {
        for (int i = 0; i < 10_100; i++) {
            failed.add(new UUID(1, i), NOW);
        }
        assertThat(failed.size()).isEqualTo(10_000);
        assertThat(failed.isWaiting(new UUID(1, 0), NOW)).isFalse();
        assertThat(failed.isWaiting(new UUID(1, 10_099), NOW)).isTrue();
    }
}

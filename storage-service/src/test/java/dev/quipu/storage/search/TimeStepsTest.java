package dev.quipu.storage.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeStepsTest {

    @Test
    void beginsAtAMultipleOfTheStep() {
        TimeSteps steps = TimeSteps.of(new TimeRange(25, 61), Duration.ofNanos(10));

        assertThat(steps.firstUnixNano()).isEqualTo(20);
        assertThat(steps.count()).isEqualTo(5);
        assertThat(steps.of(25)).isZero();
        assertThat(steps.of(30)).isEqualTo(1);
        assertThat(steps.of(60)).isEqualTo(4);
    }

    @Test
    void anEmptyRangeThatBeginsAtAStepHasNone() {
        assertThat(TimeSteps.of(new TimeRange(20, 20), Duration.ofNanos(10)).count())
                .isZero();
    }

    @Test
    void refusesTooManySteps() {
        assertThat(TimeSteps.of(new TimeRange(0, 2_000), Duration.ofNanos(1)).count())
                .isEqualTo(2_000);
        assertThatThrownBy(() -> TimeSteps.of(new TimeRange(0, 2_001), Duration.ofNanos(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 2000 steps");
        assertThatThrownBy(() -> TimeSteps.of(new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE), Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TimeSteps.of(new TimeRange(0, 1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than 0");
    }
}

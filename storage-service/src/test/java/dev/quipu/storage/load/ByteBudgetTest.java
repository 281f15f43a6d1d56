package dev.quipu.storage.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {

    private final ByteBudget budget = new ByteBudget(100);

    @Test
    void refusesWhatDoesNotFit() {
        assertThat(budget.reserve(60)).isTrue();
        assertThat(budget.reserve(50)).isFalse();
        assertThat(budget.used()).isEqualTo(60);
        budget.release(60);
        assertThat(budget.reserve(50)).isTrue();
    }

    @Test
    void takesWhatAloneExceedsItWhenNothingElseIsThere() {
        assertThat(budget.reserve(200)).isTrue();
        assertThat(budget.reserve(1)).isFalse();
    }
}

package dev.quipu.storage.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartLayoutTest {

    @Test
    void namesItsParts() {
        assertThat(new PartLayout(2).parts()).containsExactly("traces-0-of-2", "traces-1-of-2", "logs");
        assertThat(new PartLayout(PartLayout.MAX_SLICES).parts()).allSatisfy(PartLayout::requirePart);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65})
    void rejectsAnotherNumberOfSlices(int slices) {
        assertThatThrownBy(() -> new PartLayout(slices))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("slices: expected 1 to 64, got " + slices);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "traces", "traces-2-of-2", "traces-00-of-2", "traces-0-of-65", "traces-0-of-0", "Logs"})
    void rejectsWhatIsNoPartOfAnyLayout(String name) {
        assertThatThrownBy(() -> PartLayout.requirePart(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got '" + name + "'");
    }
}

package dev.quipu.storage.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TemplateMergesTest {

    private final TemplateMerges merges = new TemplateMerges(Map.of(2, 1, 3, 1, 5, 4));

    @Test
    void aMergedTemplateIsTheOneThatStandsForIt() {
        assertThat(merges.present(3)).isEqualTo(1);
        assertThat(merges.present(1)).isEqualTo(1);
        assertThat(merges.present(9)).isEqualTo(9);
    }

    @Test
    void whoAsksForOneOfThemAsksForAll() {
        assertThat(merges.all(Set.of(1))).containsExactly(1, 2, 3);
        assertThat(merges.all(Set.of(3, 9))).containsExactly(1, 2, 3, 9);
    }
}

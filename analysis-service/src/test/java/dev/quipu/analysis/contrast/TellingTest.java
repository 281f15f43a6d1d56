package dev.quipu.analysis.contrast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.analysis.client.FoundContrast;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TellingTest {

    private static final FoundContrast.Sides TOTAL = new FoundContrast.Sides(100, 10_000);

    private static FoundContrast.Value value(String condition, long selected, long rest) {
        return new FoundContrast.Value(condition, condition, condition, selected, rest);
    }

    private static List<Telling.Finding> telling(List<FoundContrast.Value> values, List<FoundContrast.Pair> pairs) {
        return Telling.of(
                new FoundContrast(TOTAL, values, pairs, values.size() + pairs.size(), List.of(), Optional.empty()));
    }

    @Test
    void whatIsOfAllSelectedAndOfNoOtherComesFirst() {
        List<Telling.Finding> telling =
                telling(List.of(value("half", 50, 100), value("all", 100, 0), value("both", 100, 10_000)), List.of());
        assertThat(telling).extracting(finding -> finding.conditions().get(0)).containsExactly("all", "half");
        assertThat(telling.get(0).difference()).isEqualTo(1);
    }

    @Test
    void whatTheSelectedLackIsToldToo() {
        List<Telling.Finding> telling = telling(List.of(value("cached", 0, 9000)), List.of());
        assertThat(telling).hasSize(1);
        assertThat(telling.get(0).difference()).isEqualTo(-0.9);
    }

    @Test
    void chanceIsNoFinding() {
        assertThat(telling(List.of(value("few", 2, 100), value("some", 12, 1000)), List.of()))
                .isEmpty();
    }

    @Test
    void aPairIsToldWhenItTellsMoreThanEachOfItsValues() {
        List<FoundContrast.Value> values = List.of(value("a", 100, 3000), value("b", 100, 3000));
        List<Telling.Finding> better = telling(values, List.of(new FoundContrast.Pair("a", "b", 100, 10)));
        assertThat(better.get(0).conditions()).containsExactly("a", "b");
        List<Telling.Finding> same = telling(values, List.of(new FoundContrast.Pair("a", "b", 100, 2990)));
        assertThat(same).allMatch(finding -> finding.conditions().size() == 1);
    }

    @Test
    void anEmptySelectionTellsNothing() {
        assertThat(Telling.of(new FoundContrast(
                        new FoundContrast.Sides(0, 10),
                        List.of(value("a", 0, 10)),
                        List.of(),
                        1,
                        List.of(),
                        Optional.empty())))
                .isEmpty();
    }
}

package dev.quipu.analysis.trace;

import static dev.quipu.analysis.SpanBuilder.START;
import static dev.quipu.analysis.SpanBuilder.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.analysis.SpanBuilder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TraceTreeTest {

    private static TraceTree tree(SpanBuilder... spans) {
        return TraceTree.of(
                Trace.of(Arrays.stream(spans).map(SpanBuilder::build).toList()));
    }

    @Test
    void childrenComeEarliestFirst() {
        TraceTree tree =
                tree(span(1), span(2).under(1).from(START + 2), span(3).under(1).from(START + 1));
        assertThat(tree.childCount(0)).isEqualTo(2);
        assertThat(tree.trace().spans().get(tree.child(0, 0)).spanId().value()).isEqualTo(3);
        assertThat(tree.preOrder()).containsExactly(0, 1, 2);
    }

    @Test
    void theMainRootNamesNoParentEvenWhenItComesLast() {
        TraceTree tree = tree(span(2).under(9), span(3).under(9).from(START + 1), span(1).from(START + 2));
        assertThat(tree.roots()).containsExactly(0, 1, 2);
        assertThat(tree.mainRoot()).isEqualTo(2);
    }

    @Test
    void withoutARootTheEarliestOrphanIsTheMainRoot() {
        assertThat(tree(span(2).under(9).from(START + 1), span(3).under(8)).mainRoot())
                .isZero();
    }

    @Test
    void aCycleHasARoot() {
        TraceTree tree = tree(span(1).under(2), span(2).under(1).from(START + 1));
        assertThat(tree.roots()).containsExactly(0);
        assertThat(tree.preOrder()).containsExactly(0, 1);
    }

    @RepeatedTest(50)
    void everySpanComesOnceAndAfterItsParent(RepetitionInfo repetition) {
        TraceTree tree = TraceTree.of(RandomTraces.next(new Random(repetition.getCurrentRepetition())));
        int size = tree.trace().spans().size();
        int[] place = new int[size];
        int[] order = tree.preOrder();
        for (int i = 0; i < order.length; i++) {
            place[order[i]] = i;
        }
        assertThat(order).hasSize(size).doesNotHaveDuplicates();
        for (int span = 0; span < size; span++) {
            if (tree.trace().parent(span) >= 0) {
                assertThat(place[span]).isGreaterThan(place[tree.trace().parent(span)]);
            }
        }
    }
}

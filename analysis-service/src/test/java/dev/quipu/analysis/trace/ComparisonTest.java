package dev.quipu.analysis.trace;

import static dev.quipu.analysis.SpanBuilder.START;
import static dev.quipu.analysis.SpanBuilder.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.quipu.analysis.SpanBuilder;
import dev.quipu.model.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final int MANY = 1000;

    private static CallTree tree(int maxNodes, List<Trace> traces) {
        CallTree tree = new CallTree(maxNodes);
        traces.forEach(trace -> tree.add(TraceAnalysis.of(trace)));
        return tree;
    }

    private static Trace trace(SpanBuilder... spans) {
        return Trace.of(Arrays.stream(spans).map(SpanBuilder::build).toList());
    }

    private static SpanBuilder at(long id, long parent, String name, long from, long to) {
        return span(id).under(parent).named(name).from(START + from).to(START + to);
    }

    @Test
    void namesWhatOnlyOneSideCallsAndWhatBecameSlower() {
        Trace fast = trace(at(1, 0, "buy", 0, 100), at(2, 1, "select", 10, 30), at(3, 1, "cached", 40, 50));
        Trace slow = trace(at(1, 0, "buy", 0, 300), at(2, 1, "select", 10, 200), at(3, 1, "update", 210, 250));

        Comparison comparison = Comparison.of(tree(MANY, List.of(fast)), tree(MANY, List.of(slow)));

        assertThat(comparison.lines())
                .extracting(line -> line.depth() + " " + line.operation().spanName() + " " + line.side() + " "
                        + Math.round(line.differenceNanos()))
                .containsExactly("0 buy BOTH 0", "1 cached BASE -10", "1 select BOTH 170", "1 update OTHER 40");
    }

    @RepeatedTest(50)
    void theDifferencesAddUpToThatOfTheDurations(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Trace> base =
                Stream.generate(() -> RandomTraces.next(random)).limit(5).toList();
        List<Trace> other =
                Stream.generate(() -> RandomTraces.next(random)).limit(7).toList();

        Comparison comparison = Comparison.of(tree(MANY, base), tree(MANY, other));

        double expected = meanDuration(other) - meanDuration(base);
        assertThat(comparison.lines().stream()
                        .mapToDouble(Comparison.Line::differenceNanos)
                        .sum())
                .isCloseTo(expected, within(1e-6));
        assertThat(comparison.lines().stream()
                        .mapToLong(line -> line.base().spans())
                        .sum())
                .isEqualTo(
                        base.stream().mapToLong(trace -> trace.spans().size()).sum());
    }

    private static double meanDuration(List<Trace> traces) {
        return traces.stream()
                .map(TraceAnalysis::of)
                .mapToLong(analysis ->
                        analysis.times().durationNanos(analysis.tree().mainRoot()))
                .average()
                .orElse(0);
    }

    @Test
    void aTreeThatIsFullCountsWhatItLeavesOut() {
        CallTree tree = tree(
                2, List.of(trace(at(1, 0, "a", 0, 9), at(2, 1, "b", 0, 1), at(3, 1, "c", 1, 2), at(4, 3, "d", 1, 2))));
        assertThat(tree.spansLeftOut()).isEqualTo(2);
        assertThat(tree.traces()).isEqualTo(1);
    }

    @Test
    void aCallRepeatedInATraceCountsOneTrace() {
        CallTree tree = tree(MANY, List.of(trace(at(1, 0, "a", 0, 9), at(2, 1, "b", 0, 1), at(3, 1, "b", 1, 2))));
        CallTree.Node a = tree.top().children().values().iterator().next();
        CallTree.Figures b = a.children().values().iterator().next().figures();
        assertThat(b.traces()).isEqualTo(1);
        assertThat(b.spans()).isEqualTo(2);
    }

    @Test
    void durationsOfACenturyAddUpToTheLargestNumber() {
        Trace trace = trace(
                span(1).to(-1L),
                span(2).under(1).named("b").to(-1L),
                span(3).under(1).named("b").to(-1L),
                span(4).under(1).named("b").to(-1L));
        Breakdown breakdown = Breakdown.of(TraceAnalysis.of(trace));
        assertThat(breakdown.lines()).allSatisfy(line -> {
            assertThat(line.totalNanos()).isNotNegative();
            assertThat(line.selfNanos()).isNotNegative();
            assertThat(line.criticalNanos()).isNotNegative();
        });
    }

    @Test
    void aHundredThousandSpansInAChainAreAnalysed() {
        List<Span> spans = new ArrayList<>();
        int depth = 100_000;
        for (int i = 1; i <= depth; i++) {
            spans.add(at(i, i - 1, "work", i, 3L * depth - i).in("s" + i % 7).build());
        }
        TraceAnalysis analysis = TraceAnalysis.of(Trace.of(spans));
        CallTree tree = new CallTree(MANY);
        tree.add(analysis);
        assertThat(tree.spansLeftOut()).isEqualTo(depth - MANY);
        assertThat(Breakdown.of(analysis).lines()).hasSize(7);
        assertThat(analysis.clocks().offsets()).isEmpty();
    }
}

package dev.quipu.analysis.trace;

import static dev.quipu.analysis.SpanBuilder.START;
import static dev.quipu.analysis.SpanBuilder.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.analysis.SpanBuilder;
import dev.quipu.model.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CriticalPathTest {

    private static Trace trace(SpanBuilder... spans) {
        return Trace.of(Arrays.stream(spans).map(SpanBuilder::build).toList());
    }

    private static SpanBuilder at(long id, long parent, long from, long to) {
        return span(id).under(parent).from(START + from).to(START + to);
    }

    /** Sections as "span id from-to", latest last. */
    private static List<String> path(Trace trace) {
        TraceTree tree = TraceTree.of(trace);
        CriticalPath path = CriticalPath.of(tree, Timeline.reported(trace), tree.mainRoot());
        return path.sections().stream()
                .map(section -> trace.spans().get(section.span()).spanId().value() + " " + section.fromNanos() + "-"
                        + section.toNanos())
                .toList();
    }

    @Test
    void aSpanWithoutChildrenIsItsOwnPath() {
        assertThat(path(trace(at(1, 0, 0, 100)))).containsExactly("1 0-100");
    }

    @Test
    void childrenOneAfterTheOtherAreAllOnIt() {
        assertThat(path(trace(at(1, 0, 0, 100), at(2, 1, 10, 30), at(3, 1, 40, 90))))
                .containsExactly("1 0-10", "2 10-30", "1 30-40", "3 40-90", "1 90-100");
    }

    @Test
    void ofChildrenAtTheSameTimeTheLastToEndIs() {
        assertThat(path(trace(at(1, 0, 0, 100), at(2, 1, 10, 60), at(3, 1, 10, 80))))
                .containsExactly("1 0-10", "3 10-80", "1 80-100");
    }

    @Test
    void whatEndedBeforeTheLastBeganComesBeforeIt() {
        assertThat(path(trace(at(1, 0, 0, 80), at(2, 1, 10, 30), at(3, 1, 20, 45), at(4, 1, 40, 65))))
                .containsExactly("1 0-10", "2 10-30", "1 30-40", "4 40-65", "1 65-80");
    }

    @Test
    void anOverlapOfAHundredthIsOneAfterTheOther() {
        assertThat(path(trace(at(1, 0, 0, 1000), at(2, 1, 0, 510), at(3, 1, 500, 1000))))
                .containsExactly("2 0-500", "3 500-1000");
        assertThat(path(trace(at(1, 0, 0, 1000), at(2, 1, 0, 511), at(3, 1, 500, 1000))))
                .containsExactly("1 0-500", "3 500-1000");
    }

    @Test
    void whatAComponentDoesAfterItsAnswerWasNotWaitedFor() {
        assertThat(path(trace(at(1, 0, 0, 100), at(2, 1, 50, 150)))).containsExactly("1 0-100");
    }

    @Test
    void aServerThatOutlivesItsClientWasWaitedForUntilTheClientGaveUp() {
        assertThat(path(trace(at(1, 0, 0, 100), at(2, 1, 50, 150).kind(Span.Kind.SERVER))))
                .containsExactly("1 0-50", "2 50-100");
    }

    @Test
    void aConsumerIsNotWaitedFor() {
        assertThat(path(trace(at(1, 0, 0, 100), at(2, 1, 50, 60).kind(Span.Kind.CONSUMER))))
                .containsExactly("1 0-100");
    }

    @Test
    void aSpanWithoutDurationHasNoPath() {
        assertThat(path(trace(at(1, 0, 5, 5)))).isEmpty();
        assertThat(path(trace(at(1, 0, 5, 2)))).isEmpty();
    }

    @Test
    void aChainOfAHundredThousandSpansHasAPath() {
        List<Span> spans = new ArrayList<>();
        int depth = 100_000;
        for (int i = 1; i <= depth; i++) {
            spans.add(at(i, i - 1, i, 3L * depth - i).build());
        }
        assertThat(path(Trace.of(spans))).hasSize(2 * depth - 1);
    }

    @Test
    void aHundredThousandChildrenOfOneSpanHaveAPath() {
        List<Span> spans = new ArrayList<>();
        int children = 100_000;
        spans.add(at(1, 0, 0, 2L * children).build());
        for (int i = 0; i < children; i++) {
            spans.add(at(i + 2, 1, 2L * i, 2L * i + 1).build());
        }
        assertThat(path(Trace.of(spans))).hasSize(2 * children);
    }

    @RepeatedTest(400)
    void agreesWithAWalkTickByTick(RepetitionInfo repetition) {
        Trace trace = RandomTraces.next(new Random(repetition.getCurrentRepetition()));
        TraceTree tree = TraceTree.of(trace);
        Timeline times = Timeline.reported(trace);
        CriticalPath path = CriticalPath.of(tree, times, tree.mainRoot());

        int[] owners = new int[RandomTraces.TICKS];
        path.sections()
                .forEach(section ->
                        Arrays.fill(owners, (int) section.fromNanos(), (int) section.toNanos(), section.span()));

        assertThat(owners).isEqualTo(TickWalk.owners(tree, times));
        assertThat(Arrays.stream(path.nanosBySpan(trace.spans().size())).sum()).isEqualTo(RandomTraces.TICKS);
    }

    /** Goes back tick by tick: at each the child of who is at work that ends there takes over, if there is one. */
    private static final class TickWalk {

        private record Work(int span, long from, long to) {}

        static int[] owners(TraceTree tree, Timeline times) {
            int[] owners = new int[RandomTraces.TICKS];
            List<Work> stack = new ArrayList<>(List.of(new Work(tree.mainRoot(), 0, RandomTraces.TICKS)));
            long at = RandomTraces.TICKS;
            while (!stack.isEmpty()) {
                Work work = stack.get(stack.size() - 1);
                int child = endingAt(tree, times, work, at);
                if (child >= 0) {
                    stack.add(new Work(child, Math.max(times.start(child), work.from()), at));
                } else if (at == work.from()) {
                    stack.remove(stack.size() - 1);
                } else {
                    at--;
                    owners[(int) at] = work.span();
                }
            }
            return owners;
        }

        private static int endingAt(TraceTree tree, Timeline times, Work work, long at) {
            int found = -1;
            for (int i = 0; i < tree.childCount(work.span()); i++) {
                int child = tree.child(work.span(), i);
                boolean ends = times.end(child) == at || at == work.to() && times.end(child) > at;
                boolean began = times.start(child) < at && times.end(child) > work.from();
                if (ends
                        && began
                        && Waiting.isAwaited(tree.trace(), times, work.span(), child)
                        && (found < 0 || times.start(child) < times.start(found))) {
                    found = child;
                }
            }
            return found;
        }
    }
}

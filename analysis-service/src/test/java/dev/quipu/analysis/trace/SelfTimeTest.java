package dev.quipu.analysis.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class SelfTimeTest {

    @RepeatedTest(200)
    void isWhatNoChildCovers(RepetitionInfo repetition) {
        Trace trace = RandomTraces.next(new Random(repetition.getCurrentRepetition()));
        TraceTree tree = TraceTree.of(trace);
        Timeline times = Timeline.reported(trace);

        long[] self = SelfTime.of(tree, times);

        for (int span = 0; span < self.length; span++) {
            assertThat(self[span]).isEqualTo(ticksAlone(tree, times, span));
        }
    }

    private static long ticksAlone(TraceTree tree, Timeline times, int span) {
        long alone = 0;
        for (long tick = times.start(span); tick < times.end(span); tick++) {
            boolean covered = false;
            for (int i = 0; i < tree.childCount(span); i++) {
                int child = tree.child(span, i);
                covered |= times.start(child) <= tick && tick < times.end(child);
            }
            alone += covered ? 0 : 1;
        }
        return alone;
    }
}

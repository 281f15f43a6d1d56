package dev.quipu.storage.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.storage.audit.RefusalBound.Kind;
import dev.quipu.storage.audit.RefusalBound.Rest;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefusalBoundTest {

    private static final Kind KIND = new Kind("shop", "silence.add", false);
    private static final Kind OTHER = new Kind("shop", "silence.add", true);

    private final RefusalBound bound = new RefusalBound();

    private long admitted(Kind kind, long minute, int refusals) {
        return IntStream.range(0, refusals)
                .filter(i -> bound.admits(kind, minute))
                .count();
    }

    @Test
    void theFirstOfAMinuteAreToldAndTheOthersCountedOnce() {
        assertThat(admitted(KIND, 7, 1000)).isEqualTo(RefusalBound.TOLD_PER_MINUTE);
        assertThat(bound.takeBefore(7)).isEmpty();
        assertThat(bound.takeBefore(8)).containsExactly(new Rest(KIND, 7, 1000 - RefusalBound.TOLD_PER_MINUTE));
        assertThat(bound.takeBefore(8)).isEmpty();
    }

    @Test
    void kindsAndMinutesAreToldApart() {
        admitted(KIND, 7, 1000);
        assertThat(admitted(OTHER, 7, 5)).isEqualTo(5);
        assertThat(admitted(KIND, 8, 5)).isEqualTo(5);
        assertThat(bound.takeBefore(9)).hasSize(1);
    }

    @Test
    void whatCouldNotBeToldIsToldLater() {
        admitted(KIND, 7, 25);
        Rest rest = bound.takeBefore(8).get(0);
        bound.giveBack(rest);
        assertThat(bound.takeBefore(8)).containsExactly(rest);
    }
}

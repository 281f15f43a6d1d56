package dev.quipu.benchmarks.rig.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private static final Duration LENGTH = Duration.ofMinutes(5);
    private static final Duration GAP = Duration.ofSeconds(5);
    private static final Set<FaultKind> ALL = EnumSet.allOf(FaultKind.class);

    @Test
    void sameSeedGivesSamePlan() {
        assertThat(FaultPlan.of(7, LENGTH, ALL, GAP)).isEqualTo(FaultPlan.of(7, LENGTH, ALL, GAP));
    }

    @Test
    void orderOfKindsDoesNotMatter() {
        assertThat(FaultPlan.of(7, LENGTH, List.of(FaultKind.STOP, FaultKind.KILL), GAP))
                .isEqualTo(FaultPlan.of(7, LENGTH, List.of(FaultKind.KILL, FaultKind.STOP), GAP));
    }

    @Test
    void otherSeedGivesOtherPlan() {
        assertThat(FaultPlan.of(7, LENGTH, ALL, GAP).faults())
                .isNotEqualTo(FaultPlan.of(8, LENGTH, ALL, GAP).faults());
    }

    @Test
    void everyFaultIsUndoneBeforeTheLoadEnds() {
        assertThat(FaultPlan.of(7, LENGTH, ALL, GAP).faults())
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.at().plus(fault.length())).isLessThan(LENGTH));
    }

    @Test
    void everyKindComesInALongPlan() {
        assertThat(FaultPlan.of(7, Duration.ofHours(2), ALL, GAP).faults())
                .extracting(Fault::kind)
                .containsAll(ALL);
    }

    @Test
    void noKindsGiveNoFaults() {
        assertThat(FaultPlan.of(7, LENGTH, Set.of(), GAP).faults()).isEmpty();
    }
}

package dev.quipu.storage.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairThreadsTest {

    private static final int PLACES = 5;

    /** What was handed to threads and has not ended. */
    private final ArrayDeque<Runnable> atWork = new ArrayDeque<>();

    private final List<String> ran = new ArrayList<>();
    private long nanos = 17;
    private final FairThreads threads = new FairThreads(atWork::add, PLACES, () -> nanos);

    private void ask(String tenant, int tasks) {
        IntStream.range(0, tasks).forEach(task -> threads.execute(tenant, () -> ran.add(tenant + task)));
    }

    private void endAll() {
        while (!atWork.isEmpty()) {
            atWork.remove().run();
        }
    }

    @Test
    void aTenantsTasksBeginInTheirOrder() {
        ask("a", 7);
        endAll();
        assertThat(ran).containsExactly("a0", "a1", "a2", "a3", "a4", "a5", "a6");
    }

    @Test
    void whoAsksAloneLeavesOneThreadToWhoeverComes() {
        ask("loud", 10);
        assertThat(atWork).hasSize(PLACES - 1);
        ask("quiet", 1);
        assertThat(atWork).hasSize(PLACES);
    }

    @Test
    void tenantsTakeTurnsHoweverManyTasksOneHas() {
        ask("loud", 20);
        ask("quiet", 4);
        endAll();
        assertThat(ran.indexOf("quiet3")).isLessThan(ran.indexOf("loud12"));
    }

    @Test
    void whileOthersAskNoTenantHasMoreThanHalfUntilTheyAreForgotten() {
        ask("quiet", 1);
        endAll();
        ask("loud", 10);
        assertThat(atWork).hasSize((PLACES - 1) / 2);
        endAll();
        nanos += Duration.ofSeconds(6).toNanos();
        ask("loud", 10);
        assertThat(atWork).hasSize(PLACES - 1);
    }

    @Test
    void whatIsNobodysLeavesATenantAlone() {
        ask(FairLine.NOBODY, 1);
        ask("a", 10);
        assertThat(atWork).hasSize(PLACES);
    }

    @Test
    void oneThatFailsGivesItsPlaceBack() {
        threads.execute("a", () -> {
            throw new IllegalStateException("thrown by the test");
        });
        ask("a", 3);
        assertThatIllegalStateException().isThrownBy(() -> atWork.remove().run());
        endAll();
        assertThat(ran).containsExactly("a0", "a1", "a2");
    }

    @Test
    void everyTaskRunsAndNeverMoreAtOnceThanThereArePlaces() {
        SplittableRandom random = new SplittableRandom(11);
        Map<String, Integer> asked = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            nanos += random.nextLong(Duration.ofSeconds(1).toNanos());
            String tenant = "t" + random.nextInt(4);
            threads.execute(tenant, () -> ran.add(tenant));
            asked.merge(tenant, 1, Integer::sum);
            assertThat(atWork).hasSizeLessThanOrEqualTo(PLACES);
            if (random.nextInt(3) > 0 && !atWork.isEmpty()) {
                atWork.remove().run();
            }
        }
        endAll();
        asked.forEach(
                (tenant, tasks) -> assertThat(ran).filteredOn(tenant::equals).hasSize(tasks));
    }
}

package dev.quipu.storage.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.TraceId;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TraceIdsTest {

    @Test
    void holdsWhatASetHolds() {
        Random random = new Random(1);
        Set<TraceId> expected = new HashSet<>();
        TraceIds ids = new TraceIds();
        for (int i = 0; i < 20_000; i++) {
            TraceId id = new TraceId(random.nextInt(50), random.nextInt(500) + 1);
            assertThat(ids.contains(id)).isEqualTo(expected.contains(id));
            ids.add(id);
            expected.add(id);
            assertThat(ids.size()).isEqualTo(expected.size());
        }
        assertThat(expected).allMatch(ids::contains);
        assertThat(new TraceIds().isEmpty()).isTrue();
    }
}

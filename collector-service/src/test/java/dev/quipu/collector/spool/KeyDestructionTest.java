package dev.quipu.collector.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyDestructionTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void readsWhoseKeysWereDestroyedAndWhen() {
        assertThat(KeyDestruction.parse("{\"tenants\":[{\"tenant\":\"shop\",\"at\":\"2026-01-01T00:00:00Z\"}]}"))
                .containsExactly(new KeyDestruction("shop", AT));
        assertThat(KeyDestruction.parse("{\"tenants\":[]}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"tenants\":[7]}",
                "{\"tenants\":[{\"tenant\":\"shop\"}]}",
                "{\"tenants\":[{\"tenant\":\"shop\",\"at\":\"yesterday\"}]}",
                "{\"tenants\":[{\"at\":\"2026-01-01T00:00:00Z\"}]}"
            })
    void refusesWhatIsNoSuchList(String json) {
        assertThatThrownBy(() -> KeyDestruction.parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("destroyed keys: expected a list");
    }

    @Test
    void concernsWhatTheTenantHadBeforeByClocksThatDiffer() {
        KeyDestruction destruction = new KeyDestruction("shop", AT);
        assertThat(destruction.concerns("shop", AT.minusSeconds(1))).isTrue();
        assertThat(destruction.concerns("shop", AT.plusSeconds(10))).isTrue();
        assertThat(destruction.concerns("shop", AT.plusSeconds(11))).isFalse();
        assertThat(destruction.concerns("other", AT.minusSeconds(1))).isFalse();
    }
}

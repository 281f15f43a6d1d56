package dev.quipu.storage.spools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.model.Signal;
import dev.quipu.storage.spools.Spool.Holding;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpoolTest {

    private static final Holding HOLDING = new Holding("default", Signal.TRACES, 1, 10, 100, Instant.EPOCH);

    @Test
    void takesNamesOf1To255Characters() {
        assertThat(new Spool("c".repeat(255), Optional.empty(), List.of()).holdings())
                .isEmpty();
        for (String name : List.of("", " ", "c".repeat(256), "a\nb")) {
            assertThatThrownBy(() -> new Spool(name, Optional.empty(), List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("collector: expected");
        }
    }

    @Test
    void takesOneHoldingOfEachTenantAndSignal() {
        assertThatThrownBy(() -> new Spool("c", Optional.empty(), List.of(HOLDING, HOLDING)))
                .hasMessageContaining("default traces twice");
    }

    @Test
    void takesHttpUrlsOnly() {
        for (String url : List.of("ftp://host", "file:///etc/passwd", "/relative")) {
            assertThatThrownBy(() -> new Spool("c", Optional.of(URI.create(url)), List.of(HOLDING)))
                    .hasMessageContaining("url: expected http");
        }
    }

    @Test
    void takesNoNegativeNumbers() {
        assertThatThrownBy(() -> new Holding("default", Signal.LOGS, 1, -1, 1, Instant.EPOCH))
                .hasMessageContaining("records: expected 0 or more");
    }
}

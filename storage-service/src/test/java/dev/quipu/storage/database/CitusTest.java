package dev.quipu.storage.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CitusTest {

    @Test
    void knowsTheMajorVersionOfAnExtension() {
        assertThat(Citus.major("13.2-1")).isEqualTo(13);
        assertThat(Citus.major("9.5-3")).isEqualTo(9);
        assertThat(Citus.major("14.0")).isEqualTo(14);
    }
}

package dev.quipu.benchmarks.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:4318", "http://localhost:4318", "http://[::1]:4318"})
    void acceptsThisMachine(URI address) {
        assertThat(Loopback.require(address)).isEqualTo(address);
    }

    @Test
    void refusesAnotherMachine() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loopback.require(URI.create("http://192.0.2.1:4318")))
                .withMessage("address: expected a loopback address, got 192.0.2.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1", "127.0.0.1:4318", "http://"})
    void refusesAnAddressWithoutHostOrPort(String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> Loopback.require(URI.create(address + "/")));
    }
}

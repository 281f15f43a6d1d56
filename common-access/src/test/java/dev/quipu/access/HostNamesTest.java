package dev.quipu.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {

    private static final HostNames NAMES = new HostNames(List.of("Quipu.Example.com", "host.docker.internal"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "localhost.",
                "page.localhost",
                "127.0.0.1",
                "192.0.2.7",
                "[::1]",
                "::1",
                "quipu.example.com",
                "QUIPU.example.com.",
                "host.docker.internal"
            })
    void knowsOwnNamesAndEveryAddress(String host) {
        assertThat(NAMES.contain(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "localhost.evil.example",
                "notlocalhost",
                "127.0.0.1.evil.example",
                "[evil.example]",
                "quipu.example.com.evil.example",
                "1.2.3",
                "0x7f000001.evil"
            })
    void knowsNoForeignName(String host) {
        assertThat(NAMES.contain(host)).isFalse();
    }

    @Test
    void aStarAllowsAny() {
        assertThat(new HostNames(List.of("*")).contain("evil.example")).isTrue();
    }

    @Test
    void tellsLoopbackFromWhatOthersReach() {
        assertThat(HostNames.isLoopback("127.0.0.1")).isTrue();
        assertThat(HostNames.isLoopback("localhost")).isTrue();
        assertThat(HostNames.isLoopback("::1")).isTrue();
        assertThat(HostNames.isLoopback("0.0.0.0")).isFalse();
        assertThat(HostNames.isLoopback("::")).isFalse();
        assertThat(HostNames.isLoopback("nowhere.invalid")).isFalse();
    }
}

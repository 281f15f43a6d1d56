package dev.quipu.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListeningCheckTest {

    private static final StartupEvent START = new StartupEvent();

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.7", "quipu.example"})
    void listensToOthersOnlyWhenTheyAreAsked(String host) {
        assertThatThrownBy(() -> check(Map.of(), host))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("quarkus.http.host")
                .hasMessageContaining(host)
                .hasMessageContaining("QUIPU_ACCESS_AUTHENTICATION");
        assertThatCode(() -> check(
                        Map.of(
                                "quipu.access.authentication",
                                "keys",
                                "quipu.access.service-key",
                                "0123456789abcdef0123456789abcdef"),
                        host))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "[::1]", "127.9.9.9"})
    void listensAtHomeWithoutAsking(String host) {
        assertThatCode(() -> check(Map.of(), host)).doesNotThrowAnyException();
    }

    @Test
    void tellsMetricsToOthersOnlyWhenTheyAreAsked() {
        assertThatThrownBy(() -> new ListeningCheck(Settings.of(Map.of()), "127.0.0.1", "0.0.0.0").check(START))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("quarkus.management.host");
    }

    @Test
    void wantsAKeyForTheServicesWhereKeysAreAskedFor() {
        assertThatThrownBy(() -> check(Map.of("quipu.access.authentication", "keys"), "127.0.0.1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("quipu.access.service-key");
    }

    private static void check(Map<String, String> settings, String host) {
        new ListeningCheck(Settings.of(settings), host, "127.0.0.1").check(START);
    }
}

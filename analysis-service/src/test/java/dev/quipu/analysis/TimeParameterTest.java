package dev.quipu.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.read.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeParameterTest {

    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T01:00:00+01:00, 2026-01-01T00:00:00Z",
        "1767225600000000001, 2026-01-01T00:00:00.000000001Z",
        "now, 2026-01-02T00:00:00Z",
        "now-90s, 2026-01-01T23:58:30Z",
        "now-15m, 2026-01-01T23:45:00Z",
        "now-1h, 2026-01-01T23:00:00Z",
        "now-1d, 2026-01-01T00:00:00Z"
    })
    void understandsWhatClientsWrite(String text, Instant time) {
        assertThat(TimeParameter.parse("from", text, NOW)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "now-", "now-1", "now-1w", "now+1h", "now-1.5h", "Now", "now-9999999999d"})
    void saysWhatIsExpected(String text) {
        assertThatExceptionOfType(BadParameterException.class)
                .isThrownBy(() -> TimeParameter.parse("from", text, NOW))
                .withMessageStartingWith("from: expected RFC 3339, nanoseconds since 1970, or now")
                .withMessageEndingWith("got '" + text + "'");
    }

    @Test
    void bothEndsOfAWindowAreOfOneNow() {
        Window window = Window.parse(Optional.of("now-1h"), Optional.of("now"), Duration.ofDays(1));
        assertThat(window.toUnixNano() - window.fromUnixNano())
                .isEqualTo(Duration.ofHours(1).toNanos());
        assertThat(Window.parse(Optional.of("now"), Optional.of("now"), Duration.ofDays(1)))
                .satisfies(empty -> assertThat(empty.fromUnixNano()).isEqualTo(empty.toUnixNano()));
    }

    @Test
    void pagesAreNotOfAWindowThatMoves() {
        Optional<String> cursor = Optional.of("10");
        assertThat(Page.of(cursor, Optional.empty(), Optional.of("1"), Optional.of("2")))
                .isEqualTo(new Page(10, 1000));
        assertThatExceptionOfType(BadParameterException.class)
                .isThrownBy(() -> Page.of(cursor, Optional.empty(), Optional.of("1"), Optional.of("now")))
                .withMessageStartingWith("cursor: expected a 'from' and 'to' that stay");
    }
}

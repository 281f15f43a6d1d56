package dev.quipu.analysis.jaeger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1ns,1",
        "300us,300000",
        "300µs,300000",
        "100ms,100000000",
        "1.2s,1200000000",
        ".5s,500000000",
        "1.s,1000000000",
        "1h30m,5400000000000",
        "2d,172800000000000",
        "1w,604800000000000",
        "9223372036854775807ns,9223372036854775807",
        "0.0000000001s,0"
    })
    void reads(String text, long nanos) {
        assertThat(GoDuration.parseNanos(text)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "s", "-1s", "1 s", "1s ", "1sec", "1e3s", "1..2s", "1s-1s", "custom", "٣s", "10000000d"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> GoDuration.parseNanos(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a duration such as 1.2s, 100ms or 300us, got '" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000_000})
    void refusesLongTextQuickly(int length) {
        assertThatThrownBy(() -> GoDuration.parseNanos("1s".repeat(length / 2)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

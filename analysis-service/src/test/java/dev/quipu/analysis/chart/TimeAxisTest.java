package dev.quipu.analysis.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeAxisTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-01-01T10:07:00Z | 2026-01-01T11:07:00Z | 10:15, 10:30, 10:45, 11:00",
                "2026-01-01T23:59:40Z | 2026-01-02T00:00:20Z | 23:59:40, 23:59:50, 2 Jan, 00:00:10, 00:00:20",
                "2026-01-01T12:00:00Z | 2026-01-04T12:00:00Z | 2 Jan, 3 Jan, 4 Jan",
                "2026-01-01T00:00:00Z | 2026-01-01T00:00:01Z | 1 Jan, 00:00:00.500, 00:00:01.000"
            })
    void labelsAreWholeStepsOfTheClock(Instant from, Instant to, String labels) {
        Axis axis = TimeAxis.of(ChartTimes.unixNano(from), ChartTimes.unixNano(to), 360);
        assertThat(axis.ticks()).extracting(Axis.Tick::label).isEqualTo(Arrays.asList(labels.split(", ")));
    }

    @Test
    void allOfTimeHasAnAxis() {
        assertThat(TimeAxis.of(0, Long.MAX_VALUE, 800).ticks()).hasSizeBetween(2, 30);
    }

    @Test
    void aRangeNamesItsDayOnce() {
        assertThat(TimeAxis.range(0, 3_600_000_000_000L)).isEqualTo("1970-01-01 00:00 – 01:00 UTC");
        assertThat(TimeAxis.range(0, 90_000_000_000_000L)).isEqualTo("1970-01-01 00:00 – 1970-01-02 01:00 UTC");
    }
}

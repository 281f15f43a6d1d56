package dev.quipu.analysis.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueAxisTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{span} | 1        | 0, 1",
                "{span} | 3500     | 0, 1k, 2k, 3k, 4k",
                "{span}/s | 0.4    | 0/s, 0.1/s, 0.2/s, 0.3/s, 0.4/s",
                "ns     | 950      | 0 ns, 200 ns, 400 ns, 600 ns, 800 ns, 1000 ns",
                "s      | 0.25     | 0 ms, 50 ms, 100 ms, 150 ms, 200 ms, 250 ms",
                "s      | 3600     | 0 min, 15 min, 30 min, 45 min, 60 min",
                "By     | 2097152  | 0 MiB, 0.5 MiB, 1.0 MiB, 1.5 MiB, 2.0 MiB",
                "By/s   | 100      | 0 B/s, 20 B/s, 40 B/s, 60 B/s, 80 B/s, 100 B/s",
                "%      | 40       | 0 %, 10 %, 20 %, 30 %, 40 %",
                "Cel    | 20       | 0 Cel, 5 Cel, 10 Cel, 15 Cel, 20 Cel"
            })
    void labelsAreWholeStepsOfWhatPeopleCountIn(String ucum, double most, String labels) {
        ChartUnit unit = ucum.equals("{span}") ? ChartUnit.SPANS : ChartUnit.of(ucum);
        Axis axis = ValueAxis.linear(unit, 0, most * unit.factor(), 170);
        assertThat(labels(axis)).isEqualTo(Arrays.asList(labels.split(", ")));
    }

    @Test
    void theRatioOfErrorsIsReadInPercent() {
        assertThat(labels(ValueAxis.linear(ChartUnit.ERROR_RATIO, 0, 0.02, 100)))
                .containsExactly("0 %", "1 %", "2 %");
    }

    @Test
    void durationsByTheirRatioHaveTheirOwnUnits() {
        assertThat(labels(ValueAxis.logarithmic(2e5, 1e11, 400)))
                .containsExactly("1 ms", "10 ms", "100 ms", "1 s", "10 s", "1 min");
        assertThat(labels(ValueAxis.logarithmic(1000, 1189, 400))).containsExactly("1 µs", "1.19 µs");
    }

    @Test
    void everyAxisHoldsItsValuesAndIsReadable() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            double low = random.nextGaussian() * Math.pow(10, random.nextInt(500) - 250);
            double high = low + Math.abs(random.nextGaussian()) * Math.pow(10, random.nextInt(500) - 250);
            Quantity quantity = Quantity.values()[random.nextInt(Quantity.values().length)];
            Axis axis = ValueAxis.linear(new ChartUnit("1", quantity, 1), low, high, 20 + random.nextInt(2000));
            assertThat(axis.share(low)).isBetween(-1e-6, 1 + 1e-6);
            assertThat(axis.share(high)).isBetween(-1e-6, 1 + 1e-6);
            assertThat(axis.ticks()).hasSizeBetween(2, 130);
        }
    }

    private static List<String> labels(Axis axis) {
        return axis.ticks().stream().map(Axis.Tick::label).toList();
    }
}

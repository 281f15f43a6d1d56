package dev.quipu.analysis.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingWeightTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                        | 1",
                "ot=th:0                   | 1",
                "ot=th:8                   | 2",
                "ot=th:c                   | 4",
                "ot=th:fd70a3d70a3d71      | 100",
                "ot=rv:8a0a0a0a0a0a0a;th:e | 8",
                "a=b, ot=th:8,c=d          | 2",
                "vendor=th:8               | 1",
                "ot=th:                    | 1",
                "ot=th:xyz                 | 1",
                "ot=th:ffffffffffffff0     | 1",
                "ot=th:ffffffffffffff      | 72057594037927936"
            })
    void isReadFromTheThreshold(String traceState, double weight) {
        assertThat(SamplingWeight.of(traceState)).isCloseTo(weight, withPercentage(0.01));
    }
}

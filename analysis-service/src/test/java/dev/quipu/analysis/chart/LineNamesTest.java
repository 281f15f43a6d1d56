package dev.quipu.analysis.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.analysis.client.MetricClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineNamesTest {

    @Test
    void namesHaveNoMoreLabelsThanTellTheLinesApart() {
        assertThat(LineNames.of(List.of(
                        line("cpu", Map.of("service.name", "a", "host", "h1", "core", "0")),
                        line("cpu", Map.of("service.name", "a", "host", "h1", "core", "1")),
                        line("cpu", Map.of("service.name", "b", "host", "h1", "core", "0")))))
                .containsExactly("service.name=a, core=0", "service.name=a, core=1", "service.name=b, core=0");
    }

    @Test
    void severalMetricsAreNamed() {
        assertThat(LineNames.of(List.of(line("cpu", Map.of("host", "h")), line("memory", Map.of("host", "h")))))
                .containsExactly("cpu", "memory");
    }

    @Test
    void oneLineIsNamedByItsMetricOrByNothing() {
        assertThat(LineNames.of(List.of(line("cpu", Map.of("host", "h"))))).containsExactly("cpu");
        assertThat(LineNames.of(List.of(line("", Map.of())))).containsExactly("all");
    }

    private static MetricClient.Line line(String metric, Map<String, String> labels) {
        return new MetricClient.Line("", metric, "gauge", "1", labels, new double[0]);
    }
}

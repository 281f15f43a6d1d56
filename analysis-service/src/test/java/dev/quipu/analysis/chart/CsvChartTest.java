package dev.quipu.analysis.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvChartTest {

    @Test
    void hasARowForEachStepAndAColumnForEachSeries() {
        Chart chart = Charts.of(
                Chart.Kind.LINES,
                ChartUnit.NANOS,
                Charts.series("p50", 1, Double.NaN, 1e7),
                Charts.series("p99", -2.5, 0.1, 1e-7));
        assertThat(CsvChart.write(chart)).isEqualTo("""
                time,p50,p99\r
                2026-01-01T00:00:00Z,1,-2.5\r
                2026-01-01T00:01:00Z,,0.1\r
                2026-01-01T00:02:00Z,10000000,0.0000001\r
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a,b          | \"a,b\"",
                "say \"hi\"   | \"say \"\"hi\"\"\"",
                "=1+1         | '=1+1",
                "+cmd         | '+cmd",
                "-cmd         | '-cmd",
                "@SUM(A1)     | '@SUM(A1)",
                "=a,\"b\"     | \"'=a,\"\"b\"\"\"",
                "-5           | -5",
                "+1.5e3       | +1.5e3",
                "-5+cmd       | '-5+cmd"
            })
    void namesAreTextAndNoFormulas(String name, String cell) {
        Chart chart = Charts.of(Chart.Kind.LINES, ChartUnit.NANOS, Charts.series(name, 1));
        assertThat(CsvChart.write(chart)).isEqualTo("time," + cell + "\r\n2026-01-01T00:00:00Z,1\r\n");
    }

    @Test
    void linesAndTabsInNamesAreKept() {
        Chart chart = Charts.of(Chart.Kind.LINES, ChartUnit.NANOS, Charts.series("a\nb", 1), Charts.series("\t=1", 1));
        assertThat(CsvChart.write(chart)).startsWith("time,\"a\nb\",'\t=1\r\n");
    }
}

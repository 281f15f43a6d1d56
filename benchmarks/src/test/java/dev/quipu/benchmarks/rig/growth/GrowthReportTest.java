package dev.quipu.benchmarks.rig.growth;

import static dev.quipu.benchmarks.rig.growth.Reports.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.benchmarks.rig.check.Check;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthReportTest {

    @TempDir
    Path directory;

    @Test
    void isReadAsItWasWritten() throws Exception {
        Path file = directory.resolve("reports").resolve("growth.json");
        GrowthReport report = Reports.of(step(1_000_000, 1_000_000, 10, 5), step(2_000_192, 1_000_192, 10.5, 6));

        report.write(file);

        assertThat(GrowthReport.read(file)).isEqualTo(report);
    }

    @Test
    void saysWhoLeavesAReportWhereThereIsNone() {
        assertThatThrownBy(() -> GrowthReport.read(directory.resolve("none.json")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("./quipu rig growth");
    }

    @Test
    void holdsACostThatGrowsByATenthAndSearchesThatTakeTwiceAsLong() {
        GrowthReport report = Reports.of(
                step(1_000_000, 1_000_000, 10, 1),
                step(2_000_000, 1_000_000, 12, 5),
                step(20_000_000, 18_000_000, 11, 10));

        assertThat(report.checks()).hasSize(4).allMatch(Check::holds);
    }

    @Test
    void comparesAnswersWithThoseOverATenthOfTheSpans() {
        GrowthReport report = Reports.of(
                step(1_000_000, 1_000_000, 10, 1),
                step(2_000_000, 1_000_000, 10, 5),
                step(20_000_000, 18_000_000, 11.1, 10.1));

        List<Check> failed =
                report.checks().stream().filter(check -> !check.holds()).toList();

        assertThat(failed)
                .extracting(Check::name)
                .containsExactly(
                        "CPU of a span, all hops: times that of the first 1 M, 20 M",
                        "trace by id, p50: times that at 2 M, 20 M",
                        "newest 20, p50: times that at 2 M, 20 M");
    }

    @Test
    void questionsOverEverythingMayTakeAsMuchLongerAsThereIsMore() {
        GrowthReport held = Reports.of(step(2_000_000, 2_000_000, 10, 5), step(20_000_000, 18_000_000, 10, 50));
        GrowthReport failed = Reports.of(step(2_000_000, 2_000_000, 10, 5), step(20_000_000, 18_000_000, 10, 50.1));

        assertThat(last(held).holds()).isTrue();
        assertThat(last(failed).holds()).isFalse();
    }

    @Test
    void tablesHaveAColumnForEachStepAndNameWhatIsLarge() {
        GrowthReport report = Reports.of(step(500_000, 500_000, 10, 5), step(2_000_000, 1_500_000, 10, 6));

        assertThat(new GrowthTables(report).markdown())
                .contains("| hop | 0.5 M | 2 M |")
                .contains("| collector | 4.00 (0.010), 300 MiB | 4.00 (0.010), 300 MiB |")
                .contains("| segment | 30.00 | 30.00 |")
                .contains("| all others | 0.00 | 0.00 |")
                .contains("| newest 20 | 5.0 / 10.0 (7.5) | 6.0 / 12.0 (9.0) |")
                .doesNotContain("catalog");
    }

    private static Check last(GrowthReport report) {
        return report.checks().get(report.checks().size() - 1);
    }
}

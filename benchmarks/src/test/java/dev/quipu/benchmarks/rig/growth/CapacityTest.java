package dev.quipu.benchmarks.rig.growth;

import static dev.quipu.benchmarks.rig.growth.Reports.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapacityTest {

    /** As `./quipu rig capacity` has them without options. */
    private static final Machines MACHINES = new Machines(8, 32, 0.6, 200, 14);

    private static final Path CHECKOUT = Path.of("..");

    @TempDir
    Path directory;

    private final String page = new Capacity(
                    Reports.of(step(1_000_000, 1_000_000, 30, 5), step(2_000_000, 1_000_000, 10, 5)), MACHINES)
            .markdown();

    @Test
    void costsAreThoseOfTheLastStep() {
        assertThat(page)
                .contains("while 1 M spans became 2 M")
                .contains("| collector | 4.00 | 250,000 | 40 % |")
                .contains("| all | 10.00 | 100,000 | 100 % |");
    }

    @Test
    void needsAreSpansTimesCostOverTheBusyShare() {
        assertThat(page)
                .contains("| spans/s | 100,000 | 1,000,000 | 10,000,000 |")
                .contains("| collector, cores to have | 0.7 | 6.7 | 66.7 |")
                .contains("| machines of the three services | 1 | 2 | 19 |")
                .contains("| machines of PostgreSQL, without standbys | 1 | 1 | 3 |")
                .contains("| OTLP in, Gbit/s | 0.29 | 2.88 | 28.80 |")
                .contains("| write-ahead log, MB/s | 10 | 100 | 1,000 |")
                .contains("| disk of a day, GB | 268 | 2,678 | 26,785 |")
                .contains("| slices of analysis (`quipu.analysis.feed.slices`) | 1 | 5 | 50 |")
                .contains("| 1 | 4 | 34 |");
    }

    @Test
    void whatSaturatesFirstStandsFirst() {
        assertThat(page.substring(page.indexOf("saturate first")))
                .containsSubsequence(
                        "collector before the others",
                        "| slice of analysis | 1 core × 0.60 ÷ 3.00 µs | 200,000 |",
                        "| tenant's bucket",
                        "| 300,000 |",
                        "| PostgreSQL: its write-ahead log | 200 MB/s ÷ 100.0 bytes | 2,000,000 |",
                        "| PostgreSQL: its processors | 32 cores × 0.60 ÷ 1.00 µs | 19,200,000 |");
    }

    @Test
    void aPageKeepsWhatPeopleWrote() throws Exception {
        Path file = directory.resolve("capacity.md");
        Files.writeString(file, "before\n" + CapacityPage.BEGIN + "old\n" + CapacityPage.END + "after\n");

        CapacityPage.write(file, "new\n");
        CapacityPage.write(file, "newer\n");

        assertThat(file).hasContent("before\n" + CapacityPage.BEGIN + "\nnewer\n\n" + CapacityPage.END + "after\n");
    }

    @Test
    void aPageWithoutAPlaceForNumbersIsLeftAlone() throws Exception {
        Path file = directory.resolve("capacity.md");
        Files.writeString(file, "by hand\n");

        assertThatThrownBy(() -> CapacityPage.write(file, "new\n")).isInstanceOf(IllegalArgumentException.class);

        assertThat(file).hasContent("by hand\n");
    }

    @Test
    void theCommittedPageSaysWhatTheCommittedReportMeans() throws Exception {
        Path committed = CHECKOUT.resolve("docs/capacity.md");
        Path report = CHECKOUT.resolve("benchmarks/growth.json");
        Path file = Files.copy(committed, directory.resolve("capacity.md"));

        CapacityPage.write(
                file,
                Files.exists(report)
                        ? new Capacity(GrowthReport.read(report), MACHINES).markdown()
                        : "Not measured yet on a machine that does nothing else.\n");

        assertThat(Files.readString(file)).isEqualTo(Files.readString(committed));
    }
}

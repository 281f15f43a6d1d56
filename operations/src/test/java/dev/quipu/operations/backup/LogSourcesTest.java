package dev.quipu.operations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.database.WalSegment;
import dev.quipu.operations.proof.RestorePoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a backup that ends with segment 3 of timeline 1. */
class LogSourcesTest {

    private static final int BYTES = 16 << 20;

    @TempDir
    Path archive;

    private final Timelines first = new Timelines(1, List.of());

    private static String segment(int timeline, long number) {
        return new WalSegment(timeline, number, BYTES).name();
    }

    private Optional<String> gap(Timelines timelines, String... files) throws IOException {
        for (String file : files) {
            Files.createFile(archive.resolve(file));
        }
        BackedUpFile last = new BackedUpFile("wal/" + segment(1, 3), BYTES, "");
        BackupManifest manifest = new BackupManifest(
                BackupManifest.FORMAT,
                "7",
                "",
                "",
                segment(1, 2),
                new RestorePoint("mark", "0/3000100", "", List.of()),
                Map.of(),
                List.of(),
                List.of(last));
        return new LogSources(Optional.of(archive), Optional.empty(), archive.resolve("none")).gap(manifest, timelines);
    }

    private static Timelines leftAt(String position) {
        return Timelines.of(2, "1\t" + position + "\tno recovery target specified\n");
    }

    @Test
    void reachesABegunSegmentAtTheEnd() throws IOException {
        assertThat(gap(first, segment(1, 4), segment(1, 5) + ".partial")).isEmpty();
    }

    @Test
    void reachesNothingAcrossABegunSegment() throws IOException {
        assertThat(gap(first, segment(1, 4), segment(1, 5) + ".partial", segment(1, 6)))
                .hasValueSatisfying(text -> assertThat(text).contains("from " + segment(1, 5) + " on, found"));
    }

    @Test
    void takesNothingOfATimelineThatWasLeftBefore() throws IOException {
        assertThat(gap(leftAt("0/5000060"), segment(1, 4), segment(1, 5), segment(1, 6), segment(2, 7)))
                .hasValueSatisfying(text -> assertThat(text).contains("from " + segment(2, 5) + " on, found"));
    }

    @Test
    void goesOnWithTheChildsSegmentWhereItLeft() throws IOException {
        assertThat(gap(leftAt("0/5000060"), segment(1, 4), segment(1, 5) + ".partial", segment(2, 5), segment(2, 6)))
                .isEmpty();
    }

    @Test
    void needsAllOfTheParentUpToTheFork() throws IOException {
        assertThat(gap(leftAt("0/5000060"), segment(1, 4) + ".partial", segment(2, 5)))
                .isPresent();
    }

    @Test
    void takesABegunSegmentThatTheForkEnds() throws IOException {
        assertThat(gap(leftAt("0/5000000"), segment(1, 4) + ".partial", segment(2, 5)))
                .isEmpty();
    }

    @Test
    void needsTheChildsSegmentThatTheBackupHasOfTheParent() throws IOException {
        assertThat(gap(leftAt("0/3000200"), segment(2, 4)))
                .hasValueSatisfying(text -> assertThat(text).contains("from " + segment(2, 3) + " on"));
    }

    @Test
    void findsTheLatestTimelineAndHowItCameAbout() throws IOException {
        Files.writeString(archive.resolve("00000002.history"), "1\t0/5000060\tno recovery target specified\n");
        Files.writeString(
                archive.resolve("00000003.history"),
                "1\t0/5000060\tno recovery target specified\n\n2\t0/7000000\tbefore 2026-11-30 14:05:00+00\n");

        int latest = Timelines.latest(1, List.of(archive));
        Timelines timelines = Timelines.leadingTo(latest, List.of(archive));

        assertThat(latest).isEqualTo(3);
        assertThat(timelines.forks())
                .hasToString("[timeline 2 left timeline 1 at 0/5000060, timeline 3 left timeline 2 at 0/7000000]");
        assertThat(List.of(4L, 5L, 6L, 7L))
                .map(number -> timelines.holding(number, BYTES))
                .containsExactly(1, 2, 2, 3);
        timelines.requireGoingOnFrom(1, 0x5000060);
        assertThatThrownBy(() -> timelines.requireGoingOnFrom(1, 0x5000061)).hasMessageContaining("--timeline 1");
        assertThatThrownBy(() -> first.requireGoingOnFrom(2, 0)).hasMessageContaining("does not come from there");
    }
}

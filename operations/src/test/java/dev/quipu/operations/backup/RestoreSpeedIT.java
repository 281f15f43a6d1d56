package dev.quipu.operations.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.Signal;
import dev.quipu.operations.Stopwatch;
import dev.quipu.operations.StoreFixture;
import dev.quipu.operations.Telemetry;
import dev.quipu.operations.proof.StoreProof;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a restore takes. {@code -Dquipu.test.restore-mebibytes=1024 -Dit.test=RestoreSpeedIT} measures with as many
 * MiB of segments; it prints what took how long.
 */
class RestoreSpeedIT {

    private static final int MEBIBYTES = Integer.getInteger("quipu.test.restore-mebibytes", 16);
    private static final Duration FOR_A_GIBIBYTE = Duration.ofMinutes(5);
    private static final int SPANS = 20_000;

    @TempDir
    Path disk;

    @Test
    void restoresAndProvesAGibibyteWithinFiveMinutes() throws Exception {
        Path root = disk.resolve("database");
        Path backup = disk.resolve("backup");
        try (StoreFixture store = StoreFixture.create(root, Optional.empty())) {
            Telemetry telemetry = new Telemetry(3);
            long wanted = (long) MEBIBYTES << 20;
            while (wanted > 0) {
                wanted -= store.store("default", Signal.TRACES, telemetry.spans(SPANS), 8);
            }
            Stopwatch watch = new Stopwatch();
            BackupManifest made = new Backup(store.server(), DatabasePlace.DATABASE, backup).make();
            System.out.println("backup of " + made.bytes() + " bytes: " + watch);
        }
        Stopwatch watch = new Stopwatch();
        long begin = System.nanoTime();
        Restore.Result result = new Restore(
                        backup, root, DatabasePlace.DATABASE, line -> System.out.println(watch + "  " + line))
                .run(new Restore.Wish(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.of(new StoreProof(Optional.empty(), false))));
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        System.out.println("restore and proof of " + MEBIBYTES + " MiB: " + watch);

        assertThat(result.isProven()).isTrue();
        assertThat(taken).isLessThan(FOR_A_GIBIBYTE);
    }
}

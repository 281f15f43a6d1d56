package dev.quipu.operations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.access.encryption.MasterKey;
import dev.quipu.access.encryption.MasterKeys;
import dev.quipu.database.WalArchive;
import dev.quipu.database.WalSegment;
import dev.quipu.model.Signal;
import dev.quipu.operations.StoreFixture;
import dev.quipu.operations.Telemetry;
import dev.quipu.operations.proof.StoreProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a store that is lost in every way, and what comes back. */
class RestoreIT {

    @TempDir
    Path disk;

    private final Telemetry telemetry = new Telemetry(17);
    private Path root;
    private Path backup;
    private Path archive;

    @BeforeEach
    void choosePlaces() {
        root = disk.resolve("database of it's own");
        backup = disk.resolve("backup");
        archive = disk.resolve("archive of 100% of it");
    }

    private StoreFixture storeWithRecords(Optional<Path> withArchive) throws Exception {
        StoreFixture store = StoreFixture.create(root, withArchive);
        store.store("default", Signal.TRACES, telemetry.spans(3000));
        store.store("default", Signal.LOGS, telemetry.logs(2000));
        store.store("shop", Signal.METRICS, telemetry.points(1000));
        return store;
    }

    private BackupManifest back(StoreFixture store) throws Exception {
        return new Backup(store.server(), DatabasePlace.DATABASE, backup).make();
    }

    private Restore.Result restore(Optional<Instant> to, Optional<Path> from) throws Exception {
        return restore(to, Optional.empty(), from);
    }

    private Restore.Result restore(Optional<Instant> to, Optional<Integer> timeline, Optional<Path> from)
            throws Exception {
        return new Restore(backup, root, DatabasePlace.DATABASE, System.out::println)
                .run(new Restore.Wish(to, timeline, from, false, Optional.of(new StoreProof(Optional.empty(), false))));
    }

    private long recordsAfterRestore() throws Exception {
        try (StoreFixture store = StoreFixture.open(root, Optional.empty())) {
            return store.records();
        }
    }

    private static void destroy(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Instant now(StoreFixture store) throws Exception {
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT clock_timestamp()::text")) {
            row.next();
            return row.getObject(1, String.class) == null
                    ? Instant.EPOCH
                    : Instant.parse(row.getString(1).replace(' ', 'T').replaceAll("\\+00$", "Z"));
        }
    }

    @Test
    void bringsBackTheSameRecordsWhenAllIsLost() throws Exception {
        BackupManifest made;
        try (StoreFixture store = storeWithRecords(Optional.empty())) {
            made = back(store);
        }
        destroy(root);

        Restore.Result result = restore(Optional.empty(), Optional.empty());

        assertThat(made.restorePoint().sets()).hasSize(3);
        StoreProof.Outcome proof = result.proof().orElseThrow();
        assertThat(proof.findings()).isEmpty();
        assertThat(proof.sets()).isEqualTo(made.restorePoint().sets());
        assertThat(recordsAfterRestore()).isEqualTo(6000);
    }

    @Test
    void provesWhatIsSealedByTheMasterKeyWhichIsInNoBackup() throws Exception {
        MasterKey master = MasterKey.read(Files.writeString(disk.resolve("master.key"), "4f".repeat(32)));
        try (StoreFixture store = storeWithRecords(Optional.empty())) {
            store.sealUnder(master);
            store.store("shop", Signal.LOGS, telemetry.logs(500));
            back(store);
        }
        destroy(root);

        Restore.Result unread = restore(Optional.empty(), Optional.empty());
        assertThat(unread.isProven()).isFalse();
        assertThat(root.resolve("data")).doesNotExist();

        Restore.Result read = new Restore(backup, root, DatabasePlace.DATABASE, System.out::println)
                .run(new Restore.Wish(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.of(new StoreProof(Optional.of(new MasterKeys(master, List.of())), false))));
        assertThat(read.proof().orElseThrow().findings()).isEmpty();
        assertThat(recordsAfterRestore()).isEqualTo(6500);
    }

    @Test
    void losesNothingAcknowledgedWithTheDataWhenTheLogIsArchived() throws Exception {
        StoreFixture store = storeWithRecords(Optional.of(archive));
        back(store);
        Files.writeString(root.resolve(Erasures.FILE), "{\"id\":7}\n");
        for (int i = 0; i < 40; i++) {
            store.store("default", Signal.TRACES, telemetry.spans(1 + i * 30));
        }
        long acknowledged = store.records();
        store.kill();
        destroy(root);

        Restore.Result result = restore(Optional.empty(), Optional.of(archive));

        assertThat(result.isProven()).isTrue();
        assertThat(recordsAfterRestore()).isEqualTo(acknowledged);
        assertThat(root.resolve(Erasures.FILE)).hasContent("{\"id\":7}");
    }

    @Test
    void goesOnArchivingTheLogOfARestoredDatabase() throws Exception {
        StoreFixture store = storeWithRecords(Optional.of(archive));
        back(store);
        store.store("default", Signal.TRACES, telemetry.spans(10));
        store.kill();
        destroy(root);
        restore(Optional.empty(), Optional.of(archive));
        StoreFixture again = StoreFixture.open(root, Optional.of(archive));
        again.store("default", Signal.TRACES, telemetry.spans(500));
        again.kill();
        destroy(root);

        Restore.Result result = restore(Optional.empty(), Optional.of(archive));

        assertThat(result.isProven()).isTrue();
        assertThat(recordsAfterRestore()).isEqualTo(6510);
    }

    @Test
    void takesFromTheOldDataWhatTheBackupDoesNotKnow() throws Exception {
        StoreFixture store = storeWithRecords(Optional.empty());
        back(store);
        store.store("default", Signal.LOGS, telemetry.logs(777));
        store.kill();

        Restore.Result result = restore(Optional.empty(), Optional.empty());

        assertThat(result.isProven()).isTrue();
        assertThat(result.old()).hasValueSatisfying(old -> assertThat(old).isDirectoryContaining("glob:**/PG_VERSION"));
        assertThat(recordsAfterRestore()).isEqualTo(6777);
    }

    @Test
    void refusesToLoseWhatCameAfterAGap() throws Exception {
        StoreFixture store = storeWithRecords(Optional.of(archive));
        WalSegment last = back(store).lastSegment();
        for (int i = 0; i < 3; i++) {
            store.store("default", Signal.LOGS, telemetry.logs(100));
            try (Connection connection = store.server().connect("postgres")) {
                connection.createStatement().execute("SELECT pg_switch_wal()");
            }
        }
        Path system = WalArchive.directoryOf(archive, store.system());
        store.close();
        destroy(root);
        Files.delete(system.resolve(last.next().next().name()));

        assertThatThrownBy(() -> restore(Optional.empty(), Optional.of(archive)))
                .hasMessageContaining(
                        "expected the log from " + last.next().next().name() + " on")
                .hasMessageContaining("--despite-gap");
        assertThat(new Restore(backup, root, DatabasePlace.DATABASE, System.out::println)
                        .run(new Restore.Wish(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(archive),
                                true,
                                Optional.of(new StoreProof(Optional.empty(), false))))
                        .isProven())
                .isTrue();
        assertThat(recordsAfterRestore()).isEqualTo(6100);
    }

    @Test
    void stopsBeforeARecordThatCameLater() throws Exception {
        Instant between;
        try (StoreFixture store = storeWithRecords(Optional.of(archive))) {
            back(store);
            store.store("default", Signal.TRACES, telemetry.spans(100));
            between = now(store);
            store.store("default", Signal.TRACES, telemetry.spans(50));
        }

        Restore.Result result = restore(Optional.of(between), Optional.of(archive));

        assertThat(result.isProven()).isTrue();
        assertThat(recordsAfterRestore()).isEqualTo(6100);
        assertThatThrownBy(() -> restore(Optional.of(between.minusSeconds(3600)), Optional.of(archive)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("when the backup was made");
    }

    @Test
    void tellsTheTimelineThatHasTheTime() throws Exception {
        Instant beforeFork;
        Instant afterFork;
        Instant later;
        try (StoreFixture store = storeWithRecords(Optional.of(archive))) {
            back(store);
            store.store("default", Signal.TRACES, telemetry.spans(100));
            beforeFork = now(store);
            store.store("default", Signal.TRACES, telemetry.spans(50));
            afterFork = now(store);
        }
        restore(Optional.of(beforeFork), Optional.of(archive));
        try (StoreFixture store = StoreFixture.open(root, Optional.of(archive))) {
            store.store("default", Signal.LOGS, telemetry.logs(7));
            later = now(store);
            store.store("default", Signal.LOGS, telemetry.logs(1));
        }

        assertThatThrownBy(() -> restore(Optional.of(afterFork), Optional.of(archive)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timeline 2 left timeline 1 at ")
                .hasMessageContaining(
                        "and its first transaction ended at " + later.toString().substring(0, 10))
                .hasMessageContaining("--timeline 1 follows it");
        restore(Optional.of(later), Optional.of(archive));
        assertThat(recordsAfterRestore()).isEqualTo(6107);
        restore(Optional.of(afterFork), Optional.of(1), Optional.of(archive));
        assertThat(recordsAfterRestore()).isEqualTo(6150);
    }

    @Test
    void refusesADamagedBackupByName() throws Exception {
        try (StoreFixture store = storeWithRecords(Optional.empty())) {
            BackupManifest made = back(store);
            Path largest = backup.resolve(made.files().stream()
                    .max(Comparator.comparingLong(BackedUpFile::bytes))
                    .orElseThrow()
                    .path());
            byte[] bytes = Files.readAllBytes(largest);
            bytes[bytes.length / 2] ^= 1;
            Files.write(largest, bytes);
            assertThatThrownBy(() -> restore(Optional.empty(), Optional.empty()))
                    .hasMessageContaining("process " + store.server().pid().orElseThrow())
                    .hasMessageContaining("./quipu up && ./quipu down");
            store.close();

            assertThatThrownBy(() -> restore(Optional.empty(), Optional.empty()))
                    .isInstanceOf(DamagedBackup.class)
                    .hasMessageContaining(backup.relativize(largest) + ": expected SHA-256");
            Files.delete(largest);
            assertThatThrownBy(() -> restore(Optional.empty(), Optional.empty()))
                    .isInstanceOf(DamagedBackup.class)
                    .hasMessageContaining(backup.relativize(largest) + ": expected a file of");
            Files.writeString(backup.resolve("backup.json"), " ", java.nio.file.StandardOpenOption.APPEND);
            assertThatThrownBy(() -> restore(Optional.empty(), Optional.empty()))
                    .isInstanceOf(DamagedBackup.class)
                    .hasMessageContaining("backup.json: expected the SHA-256");
        }
        assertThat(recordsAfterRestore()).as("what was there").isEqualTo(6000);
        assertThat(root).isDirectoryNotContaining("glob:**restoring*");
    }

    @Test
    void putsNothingInPlaceThatIsNotProven() throws Exception {
        try (StoreFixture store = storeWithRecords(Optional.empty())) {
            store.execute("""
                    UPDATE segment SET payload = set_byte(payload, length(payload) / 2,
                        get_byte(payload, length(payload) / 2) # 1) WHERE signal = 2""");
            store.execute("UPDATE ledger SET records = records + 1 WHERE signal = 3");
            back(store);
        }

        Restore.Result result = restore(Optional.empty(), Optional.empty());

        assertThat(result.isProven()).isFalse();
        assertThat(result.old()).isEmpty();
        assertThat(result.proof().orElseThrow().findings())
                .hasSize(2)
                .anySatisfy(finding -> assertThat(finding).contains("logs of tenant default"))
                .anySatisfy(finding -> assertThat(finding).contains("by the ledger metrics of tenant shop"));
    }

    @Test
    void neverForgetsWhatWasErased() throws Exception {
        Path erasures = root.resolve(Erasures.FILE);
        try (StoreFixture store = storeWithRecords(Optional.empty())) {
            Files.writeString(erasures, "{\"id\":1}\n{\"id\":2}\n");
            back(store);
        }
        Files.writeString(erasures, "{\"id\":2}\n{\"id\":3}\n");

        restore(Optional.empty(), Optional.empty());

        assertThat(erasures).hasContent("{\"id\":2}\n{\"id\":3}\n{\"id\":1}");
    }
}

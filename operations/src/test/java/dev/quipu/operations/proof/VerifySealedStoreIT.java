package dev.quipu.operations.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.access.encryption.MasterKey;
import dev.quipu.access.encryption.MasterKeys;
import dev.quipu.database.DatabaseServer;
import dev.quipu.model.Signal;
import dev.quipu.operations.StoreFixture;
import dev.quipu.operations.Telemetry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A store whose segments are sealed, but for one from before. */
class VerifySealedStoreIT {

    @TempDir
    Path disk;

    private MasterKey master;
    private MasterKey other;
    private StoreFixture store;

    @BeforeEach
    void storeRecords() throws Exception {
        master = MasterKey.read(Files.writeString(disk.resolve("master.key"), "4f".repeat(32)));
        other = MasterKey.read(Files.writeString(disk.resolve("other.key"), "50".repeat(32)));
        Telemetry telemetry = new Telemetry(29);
        store = StoreFixture.create(disk.resolve("database"), Optional.empty());
        store.store("default", Signal.TRACES, telemetry.spans(500));
        store.sealUnder(master);
        store.store("default", Signal.TRACES, telemetry.spans(400), 2);
        store.store("shop", Signal.LOGS, telemetry.logs(300));
    }

    @AfterEach
    void stop() throws Exception {
        store.close();
    }

    private StoreProof.Outcome prove(Optional<MasterKey> key, boolean sealedUnread) throws Exception {
        try (Connection connection = store.connect()) {
            return new StoreProof(key.map(only -> new MasterKeys(only, List.of())), sealedUnread).prove(connection);
        }
    }

    @Test
    void opensWhatIsSealedWithTheMasterKey() throws Exception {
        StoreProof.Outcome outcome = prove(Optional.of(master), false);
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.unread()).isZero();
        assertThat(outcome.segments()).isEqualTo(4);
        assertThat(outcome.sets().stream().mapToLong(RecordSet::records).sum()).isEqualTo(1600);
    }

    @Test
    void isNoProofOfWhatWasNotOpened() throws Exception {
        StoreProof.Outcome outcome = prove(Optional.empty(), false);
        assertThat(outcome.segments()).isEqualTo(1);
        assertThat(outcome.unread()).isEqualTo(3);
        assertThat(outcome.findings())
                .singleElement()
                .asString()
                .contains("3 segments are sealed and were not opened", "got none", "--sealed-unread");
        assertThat(prove(Optional.empty(), true).findings()).isEmpty();
    }

    @Test
    void comparesRowAndHeadOfWhatWasNotOpened() throws Exception {
        store.execute("UPDATE segment SET record_count = record_count + 1 WHERE tenant = 'shop'");
        store.execute("UPDATE ledger SET records = records + 1 WHERE tenant = 'shop'");
        assertThat(prove(Optional.empty(), true).findings())
                .singleElement()
                .asString()
                .contains("logs of tenant shop", "expected 301 records", "got a sealed payload");
    }

    @Test
    void namesTheMasterKeyThatIsMissing() throws Exception {
        StoreProof.Outcome outcome = prove(Optional.of(other), false);
        assertThat(outcome.unread()).isEqualTo(3);
        assertThat(outcome.findings())
                .hasSize(4)
                .filteredOn(finding -> finding.contains("expected the master key " + master.id()))
                .hasSize(3);
    }

    @Test
    void findsBytesThatWereChangedAndPayloadsThatChangedPlaces() throws Exception {
        store.execute(
                "UPDATE segment SET payload = set_byte(payload, 99, get_byte(payload, 99) # 1) WHERE tenant = 'shop'");
        store.execute("""
                UPDATE segment SET (payload, key_generation) =
                    (SELECT payload, key_generation FROM segment other WHERE other.id <> segment.id
                        AND other.tenant = segment.tenant AND other.key_generation IS NOT NULL)
                WHERE tenant = 'default' AND key_generation IS NOT NULL""");
        assertThat(prove(Optional.of(master), false).findings())
                .hasSize(3)
                .allMatch(finding -> finding.contains("sealed object"))
                .anyMatch(finding -> finding.contains("logs of tenant shop"));
    }

    @Test
    void readsADatabaseFromBeforeThereWereKeys() throws Exception {
        store.execute("DELETE FROM segment WHERE key_generation IS NOT NULL");
        store.execute("DELETE FROM ledger WHERE tenant = 'shop'");
        store.execute("UPDATE ledger SET (records, set_hash) = (SELECT record_count, set_hash FROM segment)");
        store.execute("ALTER TABLE segment DROP CONSTRAINT segment_key, DROP COLUMN key_generation");
        store.execute("DROP TABLE tenant_key CASCADE");
        StoreProof.Outcome outcome = prove(Optional.of(master), false);
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.segments()).isEqualTo(1);
    }

    @Test
    void theCommandEndsWithZeroOnlyWhenAllWasReadOrItWasToldThatItMayNot() {
        assertThat(verify("--master-key-file", disk.resolve("master.key").toString()))
                .isZero();
        assertThat(verify("--master-key-file", disk.resolve("other.key").toString()))
                .isOne();
        assertThat(verify(
                        "--master-key-file",
                        disk.resolve("other.key").toString(),
                        "--master-key-file",
                        disk.resolve("master.key").toString()))
                .isZero();
        assertThat(verify()).isOne();
        assertThat(verify("--sealed-unread")).isZero();
    }

    private int verify(String... options) {
        return verify("quipu", store.server().directory().password(), new StringWriter(), options);
    }

    private int verify(String user, String password, StringWriter said, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--url", store.server().url("quipu") + "?user=" + user + "&password=" + password));
        return new CommandLine(new VerifyStoreCommand())
                .setErr(new PrintWriter(said))
                .execute(all.toArray(String[]::new));
    }

    @Test
    void refusesARoleThatIsShownFewerRows() throws Exception {
        try (Connection connection = store.server().connect(DatabaseServer.SUPERUSER);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE auditor LOGIN PASSWORD 'see'; GRANT pg_read_all_data TO auditor");
        }
        StringWriter said = new StringWriter();
        assertThat(verify("auditor", "see", said)).isOne();
        assertThat(said.toString()).contains("row-level security");
    }
}

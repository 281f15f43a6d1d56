package dev.quipu.operations.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.access.audit.AuditHash;
import dev.quipu.access.audit.Checkpoint;
import dev.quipu.access.audit.Finding;
import dev.quipu.access.audit.SigningKey;
import dev.quipu.operations.StoreFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An audit as storage's own functions write it, and somebody who may do everything to its tables. */
class VerifyAuditIT {

    @TempDir
    static Path disk;

    private static StoreFixture store;

    private final SigningKey key = SigningKey.generate();
    private final Path export = disk.resolve("audit.jsonl");

    @BeforeAll
    static void start() throws Exception {
        store = StoreFixture.create(disk.resolve("database"), Optional.empty());
    }

    @AfterAll
    static void stop() throws Exception {
        store.close();
    }

    /** Four entries, the first three of them signed. */
    @BeforeEach
    void writeAudit() throws Exception {
        tamper(
                "TRUNCATE audit, audit_checkpoint; UPDATE audit_head SET sequence = 0, hash = decode(repeat('00', 32), 'hex')");
        append("api-key.add", "1");
        append("alert-rule.change", "2");
        append("api-key.revoke", "ключ\n3");
        sign();
        append("erasure.request", "4");
    }

    private static void append(String action, String subject) throws Exception {
        store.execute(
                "SELECT audit_append('default', 'ada', 'admin', '%s', '%s', 'done', '')".formatted(action, subject));
    }

    private void sign() throws Exception {
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement();
                ResultSet head = statement.executeQuery("SELECT sequence, hash FROM audit_head");
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO audit_checkpoint (sequence, hash, at, signature, public_key) VALUES (?, ?, ?, ?, ?)")) {
            head.next();
            Checkpoint signed = Checkpoint.sign(
                    head.getLong(1),
                    AuditHash.of(head.getBytes(2)),
                    Instant.now().truncatedTo(ChronoUnit.MICROS),
                    key);
            insert.setLong(1, signed.sequence());
            insert.setBytes(2, signed.hash().toBytes());
            insert.setObject(3, signed.at().atOffset(ZoneOffset.UTC));
            insert.setBytes(4, signed.signature());
            insert.setBytes(5, signed.publicKey());
            insert.executeUpdate();
        }
    }

    private static void tamper(String sql) throws Exception {
        store.execute("""
                ALTER TABLE audit DISABLE TRIGGER USER;
                ALTER TABLE audit_checkpoint DISABLE TRIGGER USER;
                %s;
                ALTER TABLE audit ENABLE TRIGGER USER;
                ALTER TABLE audit_checkpoint ENABLE TRIGGER USER""".formatted(sql));
    }

    private AuditProof prove(AuditExport kept) throws Exception {
        try (StoredAudit audit = new StoredAudit(store.connect())) {
            return AuditProof.of(audit, kept, Set.of(key.publicKey()));
        }
    }

    private AuditExport exported() throws Exception {
        Files.deleteIfExists(export);
        try (StoredAudit audit = new StoredAudit(store.connect())) {
            assertThat(AuditExport.write(audit, export)).isEqualTo(4);
        }
        return AuditExport.read(export);
    }

    @Test
    void findsNothingWhereNothingWasChanged() throws Exception {
        AuditProof proof = prove(exported());

        assertThat(proof.entries()).isEqualTo(4);
        assertThat(proof.signedTo()).isEqualTo(3);
        assertThat(proof.findings()).isEmpty();
        assertThat(Files.readAllLines(export)).hasSize(5).last().asString().contains("\"kind\":\"checkpoint\"");
    }

    @Test
    void findsWhatWasEditedRemovedAndReordered() throws Exception {
        tamper("UPDATE audit SET actor = 'bob' WHERE sequence = 2");
        assertThat(prove(AuditExport.NONE).findings()).extracting(Finding::kind).contains(Finding.Kind.EDITED);
        tamper("DELETE FROM audit WHERE sequence = 2");
        assertThat(prove(AuditExport.NONE).findings()).extracting(Finding::kind).contains(Finding.Kind.REMOVED);
    }

    @Test
    void findsByAnExportWhatWasCutOffPastTheLastSignature() throws Exception {
        AuditExport kept = exported();
        tamper("""
                DELETE FROM audit WHERE sequence = 4;
                UPDATE audit_head SET sequence = 3, hash = (SELECT hash FROM audit WHERE sequence = 3)""");

        assertThat(prove(AuditExport.NONE).findings()).isEmpty();
        assertThat(prove(kept).findings()).extracting(Finding::kind).containsExactly(Finding.Kind.TRUNCATED);

        append("erasure.request", "another");
        assertThat(prove(kept).findings()).extracting(Finding::kind).containsExactly(Finding.Kind.REWRITTEN);
    }

    @Test
    void neverReplacesAnExportThatShowsWhatWasChanged() throws Exception {
        exported();
        append("erasure.request", "5");
        try (StoredAudit audit = new StoredAudit(store.connect())) {
            assertThat(AuditExport.write(audit, export)).isEqualTo(5);
        }
        String evidence = Files.readString(export);

        tamper("UPDATE audit SET actor = 'bob' WHERE sequence = 2");
        refusesToExport("EDITED at 2");
        tamper("UPDATE audit SET actor = 'ada' WHERE sequence = 2; DELETE FROM audit_checkpoint");
        refusesToExport("the checkpoint at 3");
        sign();
        refusesToExport("the checkpoint at 3");
        tamper("""
                DELETE FROM audit WHERE sequence = 5;
                UPDATE audit_head SET sequence = 4, hash = (SELECT hash FROM audit WHERE sequence = 4)""");
        refusesToExport("TRUNCATED at 5");
        assertThat(export).hasContent(evidence);
    }

    private void refusesToExport(String why) throws Exception {
        try (StoredAudit audit = new StoredAudit(store.connect())) {
            assertThatThrownBy(() -> AuditExport.write(audit, export))
                    .hasMessageStartingWith(export + ": expected")
                    .hasMessageContaining(why);
        }
    }

    @Test
    void provesNothingWithoutAnEntryOrATrustedSignature() throws Exception {
        assertThat(prove(AuditExport.NONE).isProven()).isTrue();

        tamper("DELETE FROM audit_checkpoint");
        assertThat(prove(AuditExport.NONE).findings()).isEmpty();
        assertThat(prove(AuditExport.NONE).isProven()).isFalse();

        tamper("TRUNCATE audit; UPDATE audit_head SET sequence = 0, hash = decode(repeat('00', 32), 'hex')");
        assertThat(prove(AuditExport.NONE).isProven()).isFalse();
        assertThat(prove(AuditExport.NONE).verdict()).contains("no entry");
    }

    @Test
    void believesNoSignatureOfAnotherKey() throws Exception {
        try (StoredAudit audit = new StoredAudit(store.connect())) {
            AuditProof proof = AuditProof.of(
                    audit, AuditExport.NONE, Set.of(SigningKey.generate().publicKey()));
            assertThat(proof.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.FORGED_CHECKPOINT);
            assertThat(proof.signedTo()).isZero();
        }
    }

    @Test
    void refusesALineThatIsNeitherEntryNorCheckpoint() throws Exception {
        Files.writeString(export, "{\"kind\":\"checkpoint\",\"sequence\":1}\n");
        assertThatThrownBy(() -> AuditExport.read(export)).hasMessageContaining("audit.jsonl:1: expected an entry");
    }
}

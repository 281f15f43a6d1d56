package dev.quipu.operations.audit;

import dev.quipu.access.audit.SigningKey;
import dev.quipu.operations.JdbcPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./quipu verify-audit}: whether somebody changed what was written. */
@Command(
        name = "verify-audit",
        mixinStandardHelpOptions = true,
        description = "Holds the audit to its chain of hashes and to its signed checkpoints. Ends with 1 when something"
                + " was edited, removed, reordered, cut off or forged, and when no trusted key signed any of it.")
public final class VerifyAuditCommand implements Callable<Integer> {

    /** What storage makes beside an embedded database. */
    private static final String PUBLIC_KEY = "audit-key.pub.pem";

    @Mixin
    private JdbcPlace place = new JdbcPlace();

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description =
                    "PEM of a key that is trusted, best a copy that is kept elsewhere; may be repeated. By default"
                            + " audit-key.pub.pem beside the embedded database")
    private List<Path> publicKeys = new ArrayList<>();

    @Option(
            names = "--checkpoints",
            paramLabel = "FILE",
            description = "what export-audit wrote once: what was there then must still be there")
    private @Nullable Path kept;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description = "write the audit there, too, as export-audit does, when nothing was found to be wrong")
    private @Nullable Path export;

    @Option(names = "--may-be-empty", description = "end with 0 when there is no entry, as in a set-up that is new")
    private boolean mayBeEmpty;

    @Override
    public Integer call() throws Exception {
        AuditExport exported = kept == null ? AuditExport.NONE : AuditExport.read(kept);
        Set<PublicKey> trusted = trusted();
        try (StoredAudit audit = new StoredAudit(place.connect())) {
            AuditProof proof = AuditProof.of(audit, exported, trusted);
            System.out.printf("%d entries, signed up to %d%n", proof.entries(), proof.signedTo());
            proof.findings().forEach(System.out::println);
            System.out.println(proof.verdict());
            if (export != null) {
                export(audit, proof, export.toAbsolutePath());
            }
            return proof.isProven() || isEmptyAsAllowed(proof) ? 0 : 1;
        }
    }

    private boolean isEmptyAsAllowed(AuditProof proof) {
        return mayBeEmpty && proof.entries() == 0 && proof.findings().isEmpty();
    }

    private static void export(StoredAudit audit, AuditProof proof, Path file) throws IOException, SQLException {
        System.out.println(
                proof.findings().isEmpty()
                        ? AuditExport.write(audit, file) + " entries written to " + file
                        : "nothing was written to " + file);
    }

    private Set<PublicKey> trusted() throws IOException {
        List<Path> files = new ArrayList<>(publicKeys);
        Optional<Path> beside = place.directory()
                .map(directory -> directory.resolve(PUBLIC_KEY))
                .filter(Files::exists);
        if (files.isEmpty() && beside.isPresent()) {
            files.add(beside.get());
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("--public-key: expected the public key of the audit, got none");
        }
        Set<PublicKey> keys = new HashSet<>();
        for (Path file : files) {
            keys.add(SigningKey.readPublic(file));
        }
        return keys;
    }
}

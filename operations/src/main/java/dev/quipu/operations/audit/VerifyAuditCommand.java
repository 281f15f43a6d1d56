package dev.quipu.operations.audit;

import dev.quipu.access.audit.SigningKey;
import dev.quipu.operations.JdbcPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
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
                + " was edited, removed, reordered, cut off or forged.")
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

    @Option(names = "--export", paramLabel = "FILE", description = "write the audit there, too, as export-audit does")
    private @Nullable Path export;

    @Override
    public Integer call() throws Exception {
        AuditExport exported = kept == null ? AuditExport.NONE : AuditExport.read(kept);
        Set<PublicKey> trusted = trusted();
        try (StoredAudit audit = new StoredAudit(place.connect())) {
            AuditProof proof = AuditProof.of(audit, exported, trusted);
            System.out.printf("%d entries, signed up to %d%n", proof.entries(), proof.signedTo());
            proof.findings().forEach(System.out::println);
            System.out.println(verdict(proof));
            if (export != null) {
                System.out.println(AuditExport.write(audit, export) + " entries written to " + export);
            }
            return proof.findings().isEmpty() ? 0 : 1;
        }
    }

    private static String verdict(AuditProof proof) {
        if (!proof.findings().isEmpty()) {
            return "it is not as it was written";
        }
        return proof.entries() == 0 || proof.signedTo() > 0
                ? "nothing was changed"
                : "the chain is whole, and nothing of it is signed: who may write to the tables can make another";
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

package dev.quipu.operations.audit;

import dev.quipu.access.audit.ChainCheck;
import dev.quipu.access.audit.ChainedEntry;
import dev.quipu.access.audit.Checkpoint;
import dev.quipu.access.audit.Finding;
import java.io.IOException;
import java.security.PublicKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is wrong with an audit, by its chain, by checkpoints that trusted keys signed, and by an export that was kept
 * elsewhere.
 *
 * @param entries that were seen
 * @param signedTo sequence of the newest checkpoint that a trusted key signed, 0 when none did; what came after it is
 *     covered by the export alone
 */
record AuditProof(long entries, long signedTo, List<Finding> findings) {

    AuditProof {
        findings = List.copyOf(findings);
    }

    static AuditProof of(StoredAudit audit, AuditExport kept, Set<PublicKey> trusted) throws SQLException, IOException {
        List<Checkpoint> checkpoints = new ArrayList<>(audit.checkpoints());
        checkpoints.addAll(kept.checkpoints());
        ChainCheck check = new ChainCheck(checkpoints, trusted);
        List<Finding> findings = findings(audit, kept, check);
        long signedTo = checkpoints.stream()
                .filter(checkpoint -> trusted.stream().anyMatch(checkpoint::isSignedBy))
                .mapToLong(Checkpoint::sequence)
                .max()
                .orElse(0);
        return new AuditProof(check.lastSequence(), signedTo, findings);
    }

    /** What was changed since the export by the chain alone: whoever asks need have no key. */
    static List<Finding> changedSince(StoredAudit audit, AuditExport kept) throws SQLException, IOException {
        return findings(audit, kept, new ChainCheck(List.of(), Set.of()));
    }

    private static List<Finding> findings(StoredAudit audit, AuditExport kept, ChainCheck check)
            throws SQLException, IOException {
        List<Finding> differing = new ArrayList<>();
        audit.eachEntry(entry -> {
            check.accept(entry);
            differing(entry, kept).ifPresent(differing::add);
        });
        List<Finding> findings = new ArrayList<>(check.end(Math.max(audit.headSequence(), kept.lastSequence())));
        findings.addAll(differing);
        return findings;
    }

    /** Whether there is anything that a trusted signature vouches for, and all is as it was written. */
    boolean isProven() {
        return findings.isEmpty() && signedTo > 0;
    }

    String verdict() {
        if (!findings.isEmpty()) {
            return "it is not as it was written";
        }
        if (entries == 0) {
            return "there is no entry: nothing is proven";
        }
        return signedTo > 0
                ? "nothing was changed"
                : "the chain is whole, and no trusted key signed any of it: who may write to the tables can make another";
    }

    private static Optional<Finding> differing(ChainedEntry entry, AuditExport kept) {
        long sequence = entry.entry().sequence();
        return kept.lastHash()
                .filter(hash -> sequence == kept.lastSequence() && !hash.equals(entry.hash()))
                .map(hash -> new Finding(
                        Finding.Kind.REWRITTEN,
                        sequence,
                        "expected hash " + hash + ", which was exported, got " + entry.hash()));
    }
}

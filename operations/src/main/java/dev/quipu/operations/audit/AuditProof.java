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
 * @param signedTo sequence of the newest checkpoint; what came after it is covered by the export alone
 */
record AuditProof(long entries, long signedTo, List<Finding> findings) {

    AuditProof {
        findings = List.copyOf(findings);
    }

    static AuditProof of(StoredAudit audit, AuditExport kept, Set<PublicKey> trusted) throws SQLException, IOException {
        List<Checkpoint> checkpoints = new ArrayList<>(audit.checkpoints());
        checkpoints.addAll(kept.checkpoints());
        ChainCheck check = new ChainCheck(checkpoints, trusted);
        List<Finding> differing = new ArrayList<>();
        audit.eachEntry(entry -> {
            check.accept(entry);
            differing(entry, kept).ifPresent(differing::add);
        });
        List<Finding> findings = new ArrayList<>(check.end(Math.max(audit.headSequence(), kept.lastSequence())));
        findings.addAll(differing);
        long signedTo =
                checkpoints.stream().mapToLong(Checkpoint::sequence).max().orElse(0);
        return new AuditProof(check.lastSequence(), signedTo, findings);
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

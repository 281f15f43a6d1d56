package dev.quipu.storage.audit;

import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Writes what was read before the answer goes out. Reads do not wait for each other: those that come while entries are
 * written are written together after them. Thread-safe.
 */
@ApplicationScoped
public class ReadTrail {

    private final AuditTrail trail;
    private final Transactions transactions;
    private Batch open = new Batch(CompletableFuture.completedFuture(null));

    ReadTrail(AuditTrail trail, Transactions transactions) {
        this.trail = trail;
        this.transactions = transactions;
    }

    /** Completes when the act is written; fails when it cannot be. */
    public synchronized Uni<Void> write(Act act) {
        open.acts.add(act);
        return open.written;
    }

    /** Grows until the one before it has ended. */
    private final class Batch {
        private final List<Act> acts = new ArrayList<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private final Uni<Void> written;

        Batch(CompletableFuture<Void> before) {
            written = Uni.createFrom()
                    .completionStage(before)
                    .chain(this::write)
                    .onTermination()
                    .invoke(() -> ended.complete(null))
                    .memoize()
                    .indefinitely();
        }

        private Uni<Void> write() {
            synchronized (ReadTrail.this) {
                open = new Batch(ended);
            }
            return transactions.write(connection -> trail.write(connection, acts));
        }
    }
}

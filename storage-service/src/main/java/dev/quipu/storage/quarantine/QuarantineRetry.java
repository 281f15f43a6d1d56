package dev.quipu.storage.quarantine;

import dev.quipu.model.CatalogText;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentFormatException;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentParcel;
import dev.quipu.storage.database.DatabaseErrors;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.load.Turnstile;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.segments.SegmentStore;
import dev.quipu.storage.segments.StoreOutcome;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * Tries to store a segment from the quarantine, as if a collector had posted it. Whatever interrupts it, its records are
 * either here or stored: requests of it that are stored already are left out and counted as duplicates, as long as
 * request keys are remembered.
 */
@ApplicationScoped
public class QuarantineRetry {

    private static final int MAX_WAITING = 16;
    private static final int MAX_ERROR = 1000;

    private static final String LEAVE = """
            UPDATE quarantine SET left_at = now(), parcel = NULL, attempts = attempts + 1
            WHERE tenant = $1 AND id = $2 AND left_at IS NULL""";

    private static final String COUNT_ATTEMPT = """
            UPDATE quarantine SET attempts = attempts + 1, last_error = $3
            WHERE tenant = $1 AND id = $2 AND left_at IS NULL""";

    private final Quarantine quarantine;
    private final SegmentStore store;
    private final Transactions transactions;
    private final Workers workers;
    private final Turnstile turnstile = new Turnstile("retries of quarantined segments", 1, MAX_WAITING);

    QuarantineRetry(Quarantine quarantine, SegmentStore store, Transactions transactions, Workers workers) {
        this.quarantine = quarantine;
        this.store = store;
        this.transactions = transactions;
        this.workers = workers;
    }

    /**
     * A segment that left.
     *
     * @param storedAs the id under which its records are stored; the same unless some were stored before
     * @param records that were not stored before
     */
    public record Left(SegmentId storedAs, int records) {}

    /** It cannot be stored as it is, and stays. */
    public static final class StillUnstorable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StillUnstorable(String why) {
            super(why, null, false, false);
        }
    }

    private static final class NotHere extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotHere() {
            super(null, null, false, false);
        }
    }

    /**
     * Empty when it is not here; fails with {@link StillUnstorable} when it can never be stored as it is, and with our
     * own trouble as storing does.
     *
     * @param alongside done in the transaction in which it leaves
     */
    public Uni<Optional<Left>> retry(String tenant, SegmentId id, Function<SqlConnection, Uni<Void>> alongside) {
        Function<SqlConnection, Uni<Void>> leaving =
                connection -> leave(connection, tenant, id).chain(() -> alongside.apply(connection));
        return turnstile
                .pass(() -> quarantine
                        .fetch(tenant, id)
                        .chain(found -> found.isEmpty()
                                ? Uni.createFrom().item(Optional.<Left>empty())
                                : attempt(tenant, id, found.get(), leaving).map(Optional::of)))
                .onFailure(NotHere.class)
                .recoverWithItem(Optional.empty());
    }

    private Uni<Left> attempt(
            String tenant, SegmentId id, SegmentParcel parcel, Function<SqlConnection, Uni<Void>> leaving) {
        return workers.run(() -> verified(parcel))
                .chain(verified -> store(verified, leaving))
                .onFailure(failure -> !DatabaseErrors.isOwnTrouble(failure) && !(failure instanceof NotHere))
                .recoverWithUni(failure -> countAttempt(tenant, id, failure));
    }

    private static SegmentParcel verified(SegmentParcel parcel) {
        SegmentHead head = Segment.parse(parcel.framed()).head();
        require(head.id().equals(parcel.id()), "id " + parcel.id(), head.id());
        require(head.tenant().equals(parcel.tenant()), "tenant " + parcel.tenant(), head.tenant());
        require(head.signal() == parcel.signal(), "signal " + parcel.signal(), head.signal());
        require(head.recordCount() == parcel.records(), parcel.records() + " records", head.recordCount());
        return parcel;
    }

    private static void require(boolean holds, String expected, Object got) {
        if (!holds) {
            throw new SegmentFormatException("parcel", expected, String.valueOf(got));
        }
    }

    private Uni<Left> store(SegmentParcel parcel, Function<SqlConnection, Uni<Void>> leaving) {
        return store.store(parcel.framed(), leaving).chain(outcome -> switch (outcome.kind()) {
            case STORED -> Uni.createFrom().item(new Left(parcel.id(), parcel.records()));
            case STORED_BEFORE -> transactions.write(leaving).replaceWith(new Left(parcel.id(), 0));
            case DUPLICATE_REQUESTS -> {
                Set<RequestKey> keys = Set.copyOf(((StoreOutcome.DuplicateRequests) outcome).keys());
                yield workers.run(() -> parcel.without(keys, newId())).chain(smaller -> store(smaller, leaving));
            }
        });
    }

    private static SegmentId newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new SegmentId(random.nextLong(), random.nextLong());
    }

    /** Fails when it is not here any more, so that what is done in the same transaction is not done. */
    private static Uni<Void> leave(SqlConnection connection, String tenant, SegmentId id) {
        return connection
                .preparedQuery(LEAVE)
                .execute(Tuple.of(tenant, id.toUuid()))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new NotHere();
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Left> countAttempt(String tenant, SegmentId id, Throwable failure) {
        String why = CatalogText.bounded(
                DatabaseErrors.isUnstorable(failure)
                        ? "it holds a value that cannot be stored"
                        : String.valueOf(failure.getMessage()),
                MAX_ERROR);
        return transactions
                .autocommit(connection ->
                        connection.preparedQuery(COUNT_ATTEMPT).execute(Tuple.of(tenant, id.toUuid(), why)))
                .chain(() -> Uni.createFrom().failure(new StillUnstorable(why)));
    }
}

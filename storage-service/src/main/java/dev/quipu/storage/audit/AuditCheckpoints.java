package dev.quipu.storage.audit;

import dev.quipu.access.audit.AuditHash;
import dev.quipu.access.audit.Checkpoint;
import dev.quipu.access.audit.SigningKey;
import dev.quipu.storage.database.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Signs where the chain ends, when it has grown. Each is also logged: a log that is kept elsewhere is a witness that
 * nobody with access to the tables can change.
 */
@ApplicationScoped
public class AuditCheckpoints {

    private static final Logger LOG = Logger.getLogger(AuditCheckpoints.class);

    /** None when another replica is at it. */
    private static final String NEW_HEAD = """
            SELECT sequence, hash FROM audit_head
            WHERE sequence > (SELECT coalesce(max(sequence), 0) FROM audit_checkpoint)
                AND pg_try_advisory_xact_lock(hashtext('quipu.audit.checkpoint'))""";

    private static final String INSERT = """
            INSERT INTO audit_checkpoint (sequence, hash, at, signature, public_key) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (sequence) DO NOTHING""";

    private static final String PAGE = """
            SELECT sequence, hash, at, signature, public_key FROM audit_checkpoint
            WHERE sequence < $1 ORDER BY sequence DESC LIMIT $2""";

    private final Pool pool;
    private final Transactions transactions;
    private final Signer signer;

    AuditCheckpoints(Pool pool, Transactions transactions, Signer signer) {
        this.pool = pool;
        this.transactions = transactions;
        this.signer = signer;
    }

    @Scheduled(
            every = "${quipu.storage.audit.checkpoint-interval:1m}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> signRegularly() {
        return sign().onFailure()
                .invoke(failure -> LOG.warn("The audit could not be signed; it is tried again", failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Empty when nothing is new, or there is no key. */
    public Uni<Optional<Checkpoint>> sign() {
        return signer.key()
                .map(key -> transactions
                        .write(connection -> sign(connection, key))
                        .invoke(signed -> signed.ifPresent(AuditCheckpoints::log)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static void log(Checkpoint signed) {
        LOG.infof("Audit signed at entry %d: %s", signed.sequence(), signed.hash());
    }

    private static Uni<Optional<Checkpoint>> sign(SqlConnection connection, SigningKey key) {
        return connection.query(NEW_HEAD).execute().chain(rows -> {
            if (rows.size() == 0) {
                return Uni.createFrom().item(Optional.empty());
            }
            Row head = rows.iterator().next();
            Checkpoint signed = Checkpoint.sign(
                    head.getLong("sequence"),
                    AuditHash.of(head.getBuffer("hash").getBytes()),
                    Instant.now().truncatedTo(ChronoUnit.MICROS),
                    key);
            return connection.preparedQuery(INSERT).execute(values(signed)).replaceWith(Optional.of(signed));
        });
    }

    private static Tuple values(Checkpoint signed) {
        return Tuple.of(
                signed.sequence(),
                Buffer.buffer(signed.hash().toBytes()),
                signed.at().atOffset(ZoneOffset.UTC),
                Buffer.buffer(signed.signature()),
                Buffer.buffer(signed.publicKey()));
    }

    /** Those of lower sequences, the newest first. */
    public Uni<List<Checkpoint>> page(long before, int limit) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(before, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AuditCheckpoints::checkpoint)
                        .toList());
    }

    private static Checkpoint checkpoint(Row row) {
        return new Checkpoint(
                row.getLong("sequence"),
                AuditHash.of(row.getBuffer("hash").getBytes()),
                row.getOffsetDateTime("at").toInstant(),
                row.getBuffer("signature").getBytes(),
                row.getBuffer("public_key").getBytes());
    }
}

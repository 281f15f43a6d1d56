package dev.quipu.storage.erasure;

import dev.quipu.access.Caller;
import dev.quipu.access.Role;
import dev.quipu.access.audit.SigningKey;
import dev.quipu.model.Signal;
import dev.quipu.storage.audit.Act;
import dev.quipu.storage.audit.AuditTrail;
import dev.quipu.storage.audit.Signer;
import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ends an erasure: says what was done, signs it, and writes it to the audit, in one transaction. */
@ApplicationScoped
class Completion {

    private static final String COUNTS = "SELECT * FROM erasure_count WHERE erasure_id = $1 ORDER BY signal";

    private static final String PRESENT = "SELECT " + Erasure.COLUMNS + " FROM erasure WHERE id = $1 FOR UPDATE";

    private static final String END = """
            UPDATE erasure SET state = 'done', ended_at = $2, statement = $3, signature = $4, public_key = $5,
                detail = NULL, attempts = 0
            WHERE id = $1""";

    private final Transactions transactions;
    private final AuditTrail trail;
    private final Signer signer;

    Completion(Transactions transactions, AuditTrail trail, Signer signer) {
        this.transactions = transactions;
        this.trail = trail;
        this.signer = signer;
    }

    /** @param space what became of the bytes of the tables' files */
    Uni<Void> end(UUID id, String space) {
        return transactions.write(connection -> connection
                .preparedQuery(PRESENT)
                .execute(Tuple.of(id))
                .map(rows -> Erasure.of(rows.iterator().next()))
                .chain(erasure -> connection
                        .preparedQuery(COUNTS)
                        .execute(Tuple.of(id))
                        .chain(counts -> end(connection, erasure, counts, space))));
    }

    private Uni<Void> end(SqlConnection connection, Erasure erasure, RowSet<Row> counts, String space) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        String statement = statement(erasure, counts, now, space);
        @Nullable SigningKey key = signer.key().orElse(null);
        Tuple values = Tuple.tuple()
                .addUUID(erasure.id())
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                .addString(statement)
                .addValue(key == null ? null : Buffer.buffer(key.sign(statement.getBytes(StandardCharsets.UTF_8))))
                .addValue(key == null ? null : Buffer.buffer(key.publicKey().getEncoded()));
        Caller storage = new Caller(erasure.tenant(), Role.SERVICE, "storage");
        Act act = Act.done(
                storage,
                "erasure.done",
                erasure.id().toString(),
                erasure.recordsErased() + " records of target " + TargetJson.sha256(erasure.target()));
        return connection.preparedQuery(END).execute(values).chain(() -> trail.write(connection, act));
    }

    /** Keys in order, no white space, numbers of 64 bits as text: so is RFC 8785's form of it. */
    private static String statement(Erasure erasure, RowSet<Row> counts, Instant endedAt, String space) {
        JsonObject signals = ordered();
        counts.forEach(row -> signals.put(Signal.ofCode(row.getShort("signal")).label(), of(row)));
        return ordered()
                .put("erasure", erasure.id().toString())
                .put("endedAt", endedAt.toString())
                .put("files", space)
                .put("reason", erasure.reason())
                .put("requestedAt", erasure.requestedAt().toString())
                .put("requestedBy", erasure.requestedBy())
                .put("searched", searched(erasure))
                .put("signals", signals)
                .put("startedAt", erasure.startedAt().map(Instant::toString).orElse(""))
                .put("target", target(erasure))
                .put("tenant", erasure.tenant())
                .encode();
    }

    private static JsonObject searched(Erasure erasure) {
        return ordered().put("segments", erasure.segmentsDone()).put("tables", DerivedTexts.TABLES);
    }

    private static JsonObject target(Erasure erasure) {
        return ordered()
                .put("kind", erasure.target().kind().name().toLowerCase(java.util.Locale.ROOT))
                .put("sha256", TargetJson.sha256(erasure.target()));
    }

    private static JsonObject of(Row row) {
        long before = row.getLong("set_hash_before");
        long erased = row.getLong("set_hash_erased");
        return ordered()
                .put("recordsAfter", row.getLong("records_before") - row.getLong("records_erased"))
                .put("recordsBefore", row.getLong("records_before"))
                .put("recordsErased", row.getLong("records_erased"))
                .put("segments", row.getLong("segments"))
                .put("setHashAfter", hex(before - erased))
                .put("setHashBefore", hex(before))
                .put("setHashErased", hex(erased));
    }

    private static JsonObject ordered() {
        return new JsonObject(new TreeMap<>());
    }

    private static String hex(long setHash) {
        return String.format("%016x", setHash);
    }
}

package dev.quipu.storage.holds;

import dev.quipu.model.Signal;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records that are kept until somebody releases them. @param release empty while it holds */
public record LegalHold(
        long id, HeldScope scope, String reason, Instant placedAt, String placedBy, Optional<Release> release) {

    static final String COLUMNS = "id, signal, service, namespace, from_time, to_time, reason, placed_at, placed_by,"
            + " released_at, released_by";

    private static final long NANOS = 1_000_000_000L;

    /** When it ended, and by whom. */
    public record Release(Instant at, String by) {}

    static LegalHold of(Row row) {
        HeldScope scope = new HeldScope(
                Optional.ofNullable(row.getShort("signal")).map(code -> Signal.ofCode(code)),
                Optional.ofNullable(row.getString("service")),
                Optional.ofNullable(row.getString("namespace")),
                instant(row.getLong("from_time")),
                instant(row.getLong("to_time")));
        OffsetDateTime releasedAt = row.getOffsetDateTime("released_at");
        return new LegalHold(
                row.getLong("id"),
                scope,
                row.getString("reason"),
                row.getOffsetDateTime("placed_at").toInstant(),
                row.getString("placed_by"),
                releasedAt == null
                        ? Optional.empty()
                        : Optional.of(new Release(releasedAt.toInstant(), row.getString("released_by"))));
    }

    private static Optional<Instant> instant(@Nullable Long unixNano) {
        return Optional.ofNullable(unixNano)
                .map(nanos -> Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS)));
    }

    /** @throws IllegalArgumentException when 64 bits do not hold its nanoseconds */
    static long unixNano(Instant time) {
        try {
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("time: expected one from 1678 to 2262, got " + time, e);
        }
    }
}

package dev.quipu.storage.erasure;

import dev.quipu.model.erasure.ErasureTarget;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody asked to be erased, and how far it is.
 *
 * @param number in the order in which they were asked for
 * @param segments to be looked at, as far as is known
 * @param detail what keeps it from being done
 */
public record Erasure(
        UUID id,
        long number,
        String tenant,
        ErasureTarget target,
        String reason,
        State state,
        Instant requestedAt,
        String requestedBy,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        long scannedXid,
        int segments,
        int segmentsDone,
        long recordsErased,
        Optional<String> detail) {

    static final String COLUMNS = "id, number, tenant, target, reason, state, requested_at, requested_by, started_at,"
            + " ended_at, scanned_xid, segments, segments_done, records_erased, detail";

    /** Collected so long after the request still counts as before: clocks differ. */
    private static final Duration CLOCKS_APART = Duration.ofSeconds(10);

    /** The latest time at which a record may be collected to count as before the request. */
    Instant collectedUntil() {
        return requestedAt.plus(CLOCKS_APART);
    }

    /** How far it is. */
    public enum State {
        PENDING,
        RUNNING,
        DONE,
        FAILED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Erasure of(Row row) {
        return new Erasure(
                row.getUUID("id"),
                row.getLong("number"),
                row.getString("tenant"),
                TargetJson.read((JsonObject) row.getValue("target")),
                row.getString("reason"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getOffsetDateTime("requested_at").toInstant(),
                row.getString("requested_by"),
                instant(row.getOffsetDateTime("started_at")),
                instant(row.getOffsetDateTime("ended_at")),
                row.getLong("scanned_xid"),
                row.getInteger("segments"),
                row.getInteger("segments_done"),
                row.getLong("records_erased"),
                Optional.ofNullable(row.getString("detail")));
    }

    private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }
}

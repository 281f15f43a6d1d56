package dev.quipu.storage.keys;

import dev.quipu.access.Role;
import dev.quipu.access.StoredKey;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key that was given to somebody.
 *
 * @param number in the order of making, from 1 on
 * @param createdBy who made it
 * @param revokedAt from when on it opens nothing
 */
public record IssuedKey(
        long number, StoredKey stored, Instant createdAt, String createdBy, Optional<Instant> revokedAt) {

    static final String COLUMNS =
            "number, id, tenant, role, name, salt, hash, created_at, created_by, expires_at, revoked_at";

    static IssuedKey of(Row row) {
        StoredKey stored = new StoredKey(
                row.getString("id"),
                row.getString("tenant"),
                Role.of(row.getString("role")).orElseThrow(),
                row.getString("name"),
                row.getBuffer("salt").getBytes(),
                row.getBuffer("hash").getBytes(),
                instant(row.getOffsetDateTime("expires_at")));
        return new IssuedKey(
                row.getLong("number"),
                stored,
                row.getOffsetDateTime("created_at").toInstant(),
                row.getString("created_by"),
                instant(row.getOffsetDateTime("revoked_at")));
    }

    private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }
}

package dev.quipu.operations.proof;

import dev.quipu.access.encryption.DataKey;
import dev.quipu.access.encryption.SealedBytes;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * A segment's payload.
 *
 * @param bytes as they lie in the row
 * @param isSealed whether they are under a key of the tenant
 * @param key that one; empty when they are not sealed, or nobody unwrapped it
 */
record CheckedPayload(byte[] bytes, boolean isSealed, Optional<DataKey> key) {

    static CheckedPayload of(ResultSet row, PayloadKeys keys) throws SQLException {
        int generation = row.getInt("key_generation");
        boolean isSealed = !row.wasNull();
        return new CheckedPayload(
                row.getBytes("payload"),
                isSealed,
                isSealed ? keys.of(row.getString("tenant"), generation) : Optional.empty());
    }

    boolean isReadable() {
        return !isSealed || key.isPresent();
    }

    /**
     * As it was made.
     *
     * @throws dev.quipu.access.encryption.UnsealException when it is damaged, or another segment's
     */
    byte[] open(UUID segment) {
        return key.map(by -> SealedBytes.open(bytes, by, segment.toString().getBytes(StandardCharsets.US_ASCII)))
                .orElse(bytes);
    }
}

package dev.quipu.storage.encryption;

import dev.quipu.access.encryption.DataKey;
import dev.quipu.access.encryption.SealedBytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How payloads of a tenant's new segments are sealed, if they are. Any thread, but not the event loop's. */
public final class Sealing {

    static final Sealing NONE = new Sealing(null);

    private final @Nullable DataKey key;

    Sealing(@Nullable DataKey key) {
        this.key = key;
    }

    /** Whether anything is done to payloads. */
    public boolean isDone() {
        return key != null;
    }

    Optional<DataKey> key() {
        return Optional.ofNullable(key);
    }

    public StoredPayload seal(UUID segment, byte[] payload) {
        return key == null
                ? new StoredPayload(payload, OptionalInt.empty())
                : new StoredPayload(SealedBytes.seal(payload, key, context(segment)), OptionalInt.of(key.generation()));
    }

    /** What tells a payload from the tenant's others. */
    static byte[] context(UUID segment) {
        return segment.toString().getBytes(StandardCharsets.US_ASCII);
    }
}

package dev.quipu.storage.encryption;

import dev.quipu.access.encryption.DataKey;
import dev.quipu.access.encryption.SealedBytes;
import dev.quipu.access.encryption.SealedHeader;
import dev.quipu.access.encryption.SealedRange;
import dev.quipu.access.encryption.UnsealException;
import dev.quipu.model.segment.SegmentFormatException;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of some rows of segments. Rows have the columns {@code tenant} and {@code key_generation}. Any thread, but not
 * the event loop's.
 */
public final class OpenKeys {

    /** The columns by which a row says how its payload is sealed. */
    public static final String COLUMNS = "tenant, key_generation";

    /** @param generation counts the keys of a tenant, from 1 */
    record Name(String tenant, int generation) {

        /** Empty of a row whose payload is as it was made. */
        static @Nullable Name of(Row row) {
            Integer generation = row.getInteger("key_generation");
            return generation == null ? null : new Name(row.getString("tenant"), generation);
        }
    }

    private final Map<Name, DataKey> keys;

    OpenKeys(Map<Name, DataKey> keys) {
        this.keys = Map.copyOf(keys);
    }

    /** The payload as it was made, from the columns {@code id} and {@code payload}. */
    public byte[] payload(Row row) {
        byte[] payload = row.getBuffer("payload").getBytes();
        DataKey key = of(row);
        return key == null
                ? payload
                : opened(row.getUUID("id"), () -> SealedBytes.open(payload, key, Sealing.context(row.getUUID("id"))));
    }

    /** Whether the row's payload is sealed. */
    public boolean isSealed(Row row) {
        return Name.of(row) != null;
    }

    /**
     * A part of a sealed payload, from the columns {@code header} and {@code payload_bytes}, and {@code bytes} with the whole
     * blocks that the part lies in.
     */
    public byte[] part(Row row, UUID segment, int begin, int length) {
        DataKey key = of(row);
        if (key == null) {
            throw new IllegalStateException("segment " + segment + ": expected a sealed payload");
        }
        return opened(segment, () -> {
            SealedHeader header = SealedHeader.read(row.getBuffer("header").getBytes());
            SealedRange range = SealedRange.of(begin, length, row.getInteger("payload_bytes"));
            return new SealedBytes(header, key, Sealing.context(segment))
                    .open(range, row.getBuffer("bytes").getBytes());
        });
    }

    /** @throws SegmentFormatException when it is damaged, as of a payload that is not sealed */
    private static byte[] opened(UUID segment, Supplier<byte[]> opening) {
        try {
            return opening.get();
        } catch (UnsealException | IllegalArgumentException e) {
            throw new SegmentFormatException(
                    segment.toString(), "a payload that opens", String.valueOf(e.getMessage()));
        }
    }

    private @Nullable DataKey of(Row row) {
        Name name = Name.of(row);
        return name == null ? null : keys.get(name);
    }
}

package dev.quipu.storage.encryption;

import java.util.OptionalInt;

/**
 * A segment's payload as it lies in its row.
 *
 * @param bytes shared, not to be changed
 * @param keyGeneration of the tenant's key under which it is sealed; empty: it is as it was made
 */
public record StoredPayload(byte[] bytes, OptionalInt keyGeneration) {}

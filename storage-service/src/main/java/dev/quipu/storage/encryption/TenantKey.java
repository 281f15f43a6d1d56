package dev.quipu.storage.encryption;

import java.time.Instant;
import java.util.Optional;

/**
 * What may be told of a key.
 *
 * @param generation counts the keys of a tenant, from 1
 * @param retiredAt since when another one is used for what is new; empty: it is used
 */
public record TenantKey(int generation, Instant createdAt, Optional<Instant> retiredAt) {}

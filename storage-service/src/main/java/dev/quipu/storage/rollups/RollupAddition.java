package dev.quipu.storage.rollups;

/**
 * What a consumer of the feed adds to what is known of a tenant.
 *
 * @param payload a rollup of the finest steps with a cell, as {@link dev.quipu.model.rollup.RollupCodec} writes it; not
 *     looked at yet
 */
public record RollupAddition(String tenant, byte[] payload) {}

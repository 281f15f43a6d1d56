package dev.quipu.model.segment;

import java.nio.ByteBuffer;

/**
 * Where a reader gets a segment's bytes from.
 *
 * <p>Laws: 1. the buffer holds exactly the range's bytes from its position to its limit; 2. the same range gives the
 * same bytes for ever; 3. a range that cannot be had is an {@link IllegalStateException}, never fewer bytes.
 */
@FunctionalInterface
public interface ChunkSource {

    ByteBuffer chunk(ByteRange range);
}

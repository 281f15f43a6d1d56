package dev.quipu.analysis.client;

import dev.quipu.model.rollup.RollupCodec;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;

/**
 * What storage answered with, its body whole.
 *
 * @param status 200, 204, 304 or 404
 * @param body not copied; read once and let go
 * @param headers of the answer
 */
record StorageAnswer(int status, byte[] body, MultiMap headers) {

    static final int OK = 200;
    static final int NO_CONTENT = 204;
    static final int NOT_MODIFIED = 304;
    static final int NOT_FOUND = 404;

    /** Whether there was anything. */
    boolean found() {
        return status != NOT_FOUND;
    }

    /** Whether it is still what was known when asking: then there is no body. */
    boolean isUnchanged() {
        return status == NOT_MODIFIED;
    }

    /** What to ask with when only other answers are wanted; empty when storage does not say. */
    Optional<String> tag() {
        return Optional.ofNullable(headers.get(HttpHeaders.ETAG));
    }

    /** Whether storage says that it left something out. */
    boolean truncated() {
        return Boolean.parseBoolean(headers.get("Quipu-Truncated"));
    }

    /** In RFC 3339: everything acknowledged before is in the answer; empty when storage does not say. */
    Optional<String> watermark() {
        return Optional.ofNullable(headers.get(RollupCodec.WATERMARK_HEADER));
    }

    /** Start of the time that the answer counts, in RFC 3339; empty when storage does not say. */
    Optional<String> from() {
        return Optional.ofNullable(headers.get(RollupCodec.FROM_HEADER));
    }

    /** End of that time, likewise. */
    Optional<String> to() {
        return Optional.ofNullable(headers.get(RollupCodec.TO_HEADER));
    }

    /** How many records are not in the answer yet; empty when storage does not say. */
    Optional<String> pending() {
        return Optional.ofNullable(headers.get(RollupCodec.PENDING_HEADER));
    }

    /** For the next page; empty on the last one. */
    Optional<String> nextCursor() {
        return Optional.ofNullable(headers.get("Quipu-Next-Cursor"));
    }
}

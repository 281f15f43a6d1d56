package dev.quipu.collector.api;

import java.util.Locale;
import java.util.Optional;

/** How a body is encoded on its way: HTTP's {@code Content-Encoding}, gRPC's {@code grpc-encoding}. */
enum ContentCoding {
    IDENTITY,
    GZIP,
    DEFLATE,
    ZSTD;

    /** The known codings as a list for {@code Accept-Encoding} headers. */
    static final String KNOWN = "identity, gzip, deflate, zstd";

    /** Empty when the name is of no known coding; the absent header is identity. */
    static Optional<ContentCoding> of(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> Optional.of(IDENTITY);
            case "gzip", "x-gzip" -> Optional.of(GZIP);
            case "deflate" -> Optional.of(DEFLATE);
            case "zstd" -> Optional.of(ZSTD);
            default -> Optional.empty();
        };
    }

    /** A decoder for one body. Not for {@code IDENTITY}, which needs none. */
    ContentDecoder decoder() {
        return switch (this) {
            case GZIP -> new GzipDecoder();
            case DEFLATE -> new DeflateDecoder();
            case ZSTD -> new ZstdDecoder();
            case IDENTITY -> throw new IllegalStateException("identity needs no decoder");
        };
    }
}

package dev.quipu.collector.api;

import dev.quipu.collector.intake.Answer;

/** The canonical status codes that this service gives (gRPC, "Status codes and their use in gRPC"). */
final class GrpcCode {

    static final int OK = 0;
    static final int INVALID_ARGUMENT = 3;
    static final int DEADLINE_EXCEEDED = 4;
    static final int PERMISSION_DENIED = 7;
    static final int RESOURCE_EXHAUSTED = 8;
    static final int UNIMPLEMENTED = 12;
    static final int UNAVAILABLE = 14;
    static final int UNAUTHENTICATED = 16;

    private GrpcCode() {}

    /** {@code RESOURCE_EXHAUSTED} without RetryInfo is final for OTLP clients, as too large a request must be. */
    static int of(Answer.Kind kind) {
        return switch (kind) {
            case ACKNOWLEDGED -> OK;
            case UNREADABLE -> INVALID_ARGUMENT;
            case TOO_SLOW -> DEADLINE_EXCEEDED;
            case TOO_LARGE, OVER_QUOTA -> RESOURCE_EXHAUSTED;
            case UNSUPPORTED -> UNIMPLEMENTED;
            case UNAUTHENTICATED -> UNAUTHENTICATED;
            case FORBIDDEN -> PERMISSION_DENIED;
            case REFUSED -> UNAVAILABLE;
        };
    }
}

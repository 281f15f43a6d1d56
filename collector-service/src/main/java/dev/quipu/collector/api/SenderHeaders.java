package dev.quipu.collector.api;

import dev.quipu.collector.intake.Answer;
import dev.quipu.model.TenantName;
import dev.quipu.model.segment.RecordRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a sender says about a request beside its body, in HTTP headers or gRPC metadata: whose records they are, and
 * by which key a repeated request is known. The only place where a tenant comes from.
 */
final class SenderHeaders {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    static final String PRODUCER = "Quipu-Producer";
    static final String EPOCH = "Quipu-Producer-Epoch";
    static final String SEQUENCE = "Quipu-Producer-Sequence";
    static final String COUNT = "Quipu-Producer-Count";

    private static final int MAX_KEY_LENGTH = 255;

    private SenderHeaders() {}

    static String tenant(MultiMap headers) throws RequestRefused {
        String tenant = headers.get(TenantName.HEADER);
        if (tenant == null) {
            return TenantName.DEFAULT;
        }
        if (!TenantName.isValid(tenant)) {
            throw new RequestRefused(Answer.unreadable(TenantName.HEADER + ": expected " + TenantName.EXPECTED
                    + ", got " + tenant.length() + " characters of another form"));
        }
        return tenant;
    }

    static Optional<String> idempotencyKey(MultiMap headers) throws RequestRefused {
        String key = headers.get(IDEMPOTENCY_KEY);
        if (key == null) {
            return Optional.empty();
        }
        if (key.isBlank() || key.length() > MAX_KEY_LENGTH) {
            throw new RequestRefused(Answer.unreadable(
                    IDEMPOTENCY_KEY + ": expected 1 to " + MAX_KEY_LENGTH + " characters, got " + key.length()));
        }
        return Optional.of(key);
    }

    /** How the producer numbers this request: by all of its headers or by none. */
    static Optional<RecordRequest.Numbering> numbering(MultiMap headers) throws RequestRefused {
        long present = Stream.of(PRODUCER, EPOCH, SEQUENCE, COUNT)
                .filter(headers::contains)
                .count();
        if (present == 0) {
            return Optional.empty();
        }
        if (present < 4) {
            throw new RequestRefused(Answer.unreadable("producer headers: expected all of " + PRODUCER + ", " + EPOCH
                    + ", " + SEQUENCE + " and " + COUNT + ", got " + present + " of them"));
        }
        try {
            return Optional.of(new RecordRequest.Numbering(
                    headers.get(PRODUCER), number(headers, EPOCH), number(headers, SEQUENCE), number(headers, COUNT)));
        } catch (IllegalArgumentException e) {
            throw new RequestRefused(Answer.unreadable(String.valueOf(e.getMessage())));
        }
    }

    private static long number(MultiMap headers, String name) {
        String text = headers.get(name);
        if (!text.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException(
                    name + ": expected a decimal number, got " + text.length() + " characters of another form");
        }
        return Long.parseLong(text);
    }

    /** What the sender says the body's length will be; empty when it says nothing that can be read. */
    static OptionalLong contentLength(MultiMap headers) {
        String header = headers.get(HttpHeaders.CONTENT_LENGTH);
        try {
            return header == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(header));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}

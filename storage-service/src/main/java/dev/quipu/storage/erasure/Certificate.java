package dev.quipu.storage.erasure;

import io.vertx.mutiny.sqlclient.Row;
import java.util.Base64;
import java.util.Optional;

/**
 * What was erased, as a statement that can be checked.
 *
 * @param statement JSON in the form of RFC 8785: these very bytes, as UTF-8, are signed
 * @param signature Ed25519, in Base64; empty when the service had no key
 * @param publicKey X.509, in Base64
 */
public record Certificate(String statement, Optional<String> signature, Optional<String> publicKey) {

    static Certificate of(Row row) {
        return new Certificate(row.getString("statement"), base64(row, "signature"), base64(row, "public_key"));
    }

    private static Optional<String> base64(Row row, String column) {
        return Optional.ofNullable(row.getBuffer(column))
                .map(bytes -> Base64.getEncoder().encodeToString(bytes.getBytes()));
    }
}

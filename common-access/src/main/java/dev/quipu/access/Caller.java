package dev.quipu.access;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Who asks, as a credential proved it.
 *
 * @param tenant whose records it may ask about
 * @param name of the key or person, for the audit
 */
public record Caller(String tenant, Role role, String name) {

    /** By which a service says in whose name it asks another; believed only beside the service key. */
    public static final String HEADER = "Quipu-Caller";

    /** Whoever asks a service that asks nobody. */
    static final String ANYBODY = "anonymous";

    /** What stands in {@link #HEADER}: role and name, the name percent-encoded. */
    public String inHeader() {
        return role.label() + ";" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    /** Empty when the header is not one of {@link #inHeader}. */
    static Optional<Caller> ofHeader(String tenant, String header) {
        int end = header.indexOf(';');
        if (end < 0) {
            return Optional.empty();
        }
        try {
            String name = URLDecoder.decode(header.substring(end + 1), StandardCharsets.UTF_8);
            return Role.of(header.substring(0, end)).map(role -> new Caller(tenant, role, name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

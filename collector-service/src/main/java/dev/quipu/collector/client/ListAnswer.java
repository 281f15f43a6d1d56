package dev.quipu.collector.client;

import java.util.Optional;

/**
 * What storage says about a list that it keeps of all tenants.
 *
 * @param json as storage told it; empty for other kinds
 * @param version to be given when it is asked again, if storage names one
 */
public record ListAnswer(Kind kind, String json, Optional<String> version) {

    public enum Kind {
        TOLD,
        /** It is that of the version that was given. */
        SAME,
        /** Who answers knows no such door: storage is older than this service, or something else stands there. */
        NO_SUCH_DOOR,
        /** Nobody knows. */
        UNAVAILABLE;

        /** For messages. */
        String words() {
            return this == NO_SUCH_DOOR ? "404" : "no answer";
        }
    }

    static ListAnswer of(Kind kind) {
        return new ListAnswer(kind, "", Optional.empty());
    }
}

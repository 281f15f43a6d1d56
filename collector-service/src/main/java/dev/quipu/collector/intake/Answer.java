package dev.quipu.collector.intake;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a sender is told, before a door puts it into its protocol's words.
 *
 * @param rejected records that were not taken, when acknowledged; else 0
 * @param message for people; empty when everything was taken and there is nothing to say
 * @param refusal why the sender shall come again; present only when it shall
 * @param untilFree when it may come again, where that is known; present only when over quota
 */
public record Answer(
        Kind kind, long rejected, String message, Optional<Refusal> refusal, Optional<Duration> untilFree) {

    /** From the best to the worst news. */
    public enum Kind {
        /** Durable and queryable, except for what was rejected. */
        ACKNOWLEDGED,
        /** Not what it says it is; never to be sent again. */
        UNREADABLE,
        /** Larger than a request may be; never to be sent again. */
        TOO_LARGE,
        /** The body did not end in time. */
        TOO_SLOW,
        /** A form of content that this service does not know. */
        UNSUPPORTED,
        /** Nobody knows who sends it. */
        UNAUTHENTICATED,
        /** Who sends it may not. */
        FORBIDDEN,
        /** Not this time: the tenant's quota is used up. */
        OVER_QUOTA,
        /** Not this time: our own trouble. */
        REFUSED
    }

    public Answer {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(message);
        Objects.requireNonNull(refusal);
        Objects.requireNonNull(untilFree);
    }

    public static Answer acknowledged() {
        return acknowledged(0, "");
    }

    public static Answer acknowledged(long rejected, String message) {
        return new Answer(Kind.ACKNOWLEDGED, rejected, message, Optional.empty(), Optional.empty());
    }

    public static Answer unreadable(String message) {
        return fault(Kind.UNREADABLE, message);
    }

    public static Answer tooLarge(String message) {
        return fault(Kind.TOO_LARGE, message);
    }

    public static Answer tooSlow(String message) {
        return fault(Kind.TOO_SLOW, message);
    }

    public static Answer unsupported(String message) {
        return fault(Kind.UNSUPPORTED, message);
    }

    public static Answer unauthenticated(String message) {
        return fault(Kind.UNAUTHENTICATED, message);
    }

    public static Answer forbidden(String message) {
        return fault(Kind.FORBIDDEN, message);
    }

    public static Answer refused(Refusal refusal) {
        return new Answer(Kind.REFUSED, 0, refusal.sentence(), Optional.of(refusal), Optional.empty());
    }

    /** @param wait until the quota is not used up any more */
    public static Answer overQuota(Refusal refusal, Duration wait) {
        return new Answer(Kind.OVER_QUOTA, 0, refusal.sentence(), Optional.of(refusal), Optional.of(wait));
    }

    private static Answer fault(Kind kind, String message) {
        return new Answer(kind, 0, message, Optional.empty(), Optional.empty());
    }
}

package dev.quipu.benchmarks.rig.proxy;

import java.time.Duration;

/**
 * What is wrong with a wire.
 *
 * @param delay of every piece of data, where the kind is {@link Kind#DELAY}
 */
public record Trouble(Kind kind, Duration delay) {

    /** In which way. */
    public enum Kind {
        NONE,
        /** Connections are reset as soon as they are made. */
        CUT,
        /** Data arrives late, in both directions. */
        DELAY,
        /** Data is read and never arrives. */
        BLACK_HOLE,
        /** Requests arrive; where an answer would, the connection is reset. */
        LOST_RESPONSE
    }

    public static final Trouble NONE = of(Kind.NONE);

    /** One without a delay. */
    public static Trouble of(Kind kind) {
        return new Trouble(kind, Duration.ZERO);
    }
}

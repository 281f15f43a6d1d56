package dev.quipu.collector.api;

import io.vertx.core.buffer.Buffer;

/**
 * Where the chunks of a body go, in order.
 *
 * <ol>
 *   <li>A sink that throws is given no more chunks.
 *   <li>{@link #end()} comes after the last chunk and fails when something is missing.
 *   <li>{@link #close()} comes once, last, always, and never while a chunk is being taken.
 *   <li>A sink that is {@link #heavy()} takes its chunks off the event loop, and one that {@link #endsHeavily()} comes
 *       to its end there; one thread at a time.
 * </ol>
 */
interface BodySink {

    boolean heavy();

    default boolean endsHeavily() {
        return false;
    }

    void accept(Buffer chunk) throws RequestRefused;

    void end() throws RequestRefused;

    void close();
}

package dev.quipu.collector.api;

/**
 * Takes the chunks of an encoded body in order and writes what they stand for, as far as it is known.
 *
 * <ol>
 *   <li>Output goes straight into the target, which refuses what is too large: no more is inflated than it takes.
 *   <li>{@link #finish()} fails when the body ended too early.
 *   <li>Native memory is freed by {@link #close()}, which comes last and once.
 *   <li>CPU-heavy: off the event loop. One thread at a time.
 * </ol>
 */
interface ContentDecoder extends AutoCloseable {

    void decode(byte[] chunk, BodyBytes target) throws RequestRefused;

    void finish() throws RequestRefused;

    @Override
    void close();
}

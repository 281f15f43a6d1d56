package dev.quipu.model.segment;

/** One way to compress, with what it keeps between calls. Not thread-safe; close it. */
interface ByteCodec extends AutoCloseable {

    /**
     * Writes the compressed bytes from the sink's end on, without counting them in.
     *
     * @return their number, at least {@code length} when compressing does not pay
     */
    int compress(byte[] from, int offset, int length, ByteSink to);

    @Override
    void close();
}

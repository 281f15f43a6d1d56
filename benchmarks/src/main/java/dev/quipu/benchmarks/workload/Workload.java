package dev.quipu.benchmarks.workload;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An endless sequence of requests, no two the same. For one thread. */
public interface Workload {

    /** The next request, of {@code nowUnixNano} so far as its records are of the present. */
    Request next(long nowUnixNano);

    /** Size of the largest request. */
    int maxBytes();

    /** Requests in one turn, after which the same come with other content. */
    int requests();

    /** Records in one turn. */
    long records();

    /** Bytes of one turn. */
    long bytes();

    /** One request that was not sent before. */
    interface Request {
        int records();

        int bytes();

        /** @param target little-endian; gets the request from {@code from} on */
        void writeTo(ByteBuffer target, int from);

        default byte[] toBytes() {
            byte[] bytes = new byte[bytes()];
            writeTo(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), 0);
            return bytes;
        }
    }
}

package dev.quipu.producer;

/**
 * The request headers, and gRPC metadata, of a numbered batch. A batch that is sent again carries the same values.
 * Numbers are decimal.
 */
public final class ProducerHeaders {

    /** Who numbers: 1 to 128 printable ASCII characters. */
    public static final String PRODUCER = "Quipu-Producer";

    /** When the numbering began, in milliseconds since 1970. A producer that starts anew has a greater one. */
    public static final String EPOCH = "Quipu-Producer-Epoch";

    /** The batch's number in its epoch and signal: 1, 2, 3 and so on. */
    public static final String SEQUENCE = "Quipu-Producer-Sequence";

    /** Records of this batch and of all before it in its epoch and signal: spans, log records or data points. */
    public static final String COUNT = "Quipu-Producer-Count";

    private ProducerHeaders() {}
}

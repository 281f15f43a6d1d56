package dev.quipu.analysis.client;

/** An answer of storage is larger than this service takes. */
public final class AnswerTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final long maxBytes;

    AnswerTooLargeException(long maxBytes) {
        super("storage's answer: expected at most " + maxBytes + " bytes, got more");
        this.maxBytes = maxBytes;
    }

    public long maxBytes() {
        return maxBytes;
    }
}

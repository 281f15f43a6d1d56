package dev.quipu.model.otlp;

/** A request body that is not OTLP: says what was expected, what came, and at which byte. Thread-safe, cheap. */
public final class OtlpFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OtlpFormatException(String message) {
        super(message, null, false, false);
    }
}

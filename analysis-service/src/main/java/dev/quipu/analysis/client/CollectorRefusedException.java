package dev.quipu.analysis.client;

/** A collector refused the question as wrong. The message is the collector's, and is for the client. */
public final class CollectorRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    CollectorRefusedException(String message) {
        super(message);
    }
}

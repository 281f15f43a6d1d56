package dev.quipu.analysis.read;

/** No span of the trace is stored. */
public final class TraceNotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TraceNotFoundException() {
        super("trace not found");
    }
}

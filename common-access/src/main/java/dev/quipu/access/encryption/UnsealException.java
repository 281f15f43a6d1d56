package dev.quipu.access.encryption;

/** Sealed bytes or a wrapped key that cannot be opened: damaged, cut, another's, or of another key. Says which. */
public final class UnsealException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsealException(String what, String expected, String got) {
        super(what + ": expected " + expected + ", got " + got);
    }

    UnsealException(String what, String expected, String got, Throwable cause) {
        super(what + ": expected " + expected + ", got " + got, cause);
    }
}

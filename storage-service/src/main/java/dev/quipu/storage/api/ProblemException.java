package dev.quipu.storage.api;

/** Ends a request with a status and the sentence that explains it. */
final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    ProblemException(int status, String detail) {
        super(detail, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    static ProblemException conflict(String what) {
        return new ProblemException(409, what);
    }

    static ProblemException notFound(String what) {
        return new ProblemException(404, what);
    }
}

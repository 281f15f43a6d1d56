package dev.quipu.storage.api;

import java.util.Optional;
import java.util.function.Function;

/** Things by the number in a path. What is no number is the number of nothing. */
final class PathNumber {

    private PathNumber() {}

    /**
     * @param what it is the number of
     * @throws ProblemException 404 when it is no number
     */
    static long of(String what, String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw none(what, id);
        }
    }

    /** What was found, or else the failure 404. */
    static <T> Function<Optional<T>, T> found(String what, String id) {
        return found -> found.orElseThrow(() -> none(what, id));
    }

    static ProblemException none(String what, String id) {
        return ProblemException.notFound(what + " " + id + ": none");
    }
}

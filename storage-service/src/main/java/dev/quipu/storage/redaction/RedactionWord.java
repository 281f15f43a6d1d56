package dev.quipu.storage.redaction;

import dev.quipu.model.Signal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The words of redaction rules. What they mean is the collectors' matter: storage knows only that they do. */
public final class RedactionWord {

    public static final List<String> SIGNALS =
            Arrays.stream(Signal.values()).map(Signal::label).toList();

    public static final List<String> DETECTORS =
            List.of("email", "payment-card", "phone", "national-id", "bearer-token", "private-key", "ip-address");

    public static final List<String> ACTIONS = List.of("drop", "mask", "hash", "truncate");

    /** Of {@link #ACTIONS} the one that keeps characters. */
    public static final String TRUNCATE = "truncate";

    public static final List<String> PLACES = List.of("attributes", "events", "body", "span-name", "status-message");

    private RedactionWord() {}

    /**
     * The words, each once, in the order of those that there are.
     *
     * @param field named in the error
     * @throws IllegalArgumentException when there is no such word
     */
    public static String[] some(String field, List<String> known, Collection<String> words) {
        words.forEach(word -> one(field, known, word));
        return known.stream().filter(words::contains).toArray(String[]::new);
    }

    /**
     * @param field named in the error
     * @throws IllegalArgumentException when there is no such word
     */
    public static String one(String field, List<String> known, String word) {
        if (!known.contains(word)) {
            throw new IllegalArgumentException(field + ": expected one of " + known + ", got '" + word + "'");
        }
        return word;
    }
}

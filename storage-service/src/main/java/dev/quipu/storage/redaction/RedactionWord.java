package dev.quipu.storage.redaction;

import dev.quipu.model.Signal;
import dev.quipu.model.redaction.Detector;
import dev.quipu.model.redaction.RedactionAction;
import dev.quipu.model.redaction.RedactionPlace;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The words of redaction rules, as collectors know them. */
public final class RedactionWord {

    public static final List<String> SIGNALS =
            Arrays.stream(Signal.values()).map(Signal::label).toList();

    public static final List<String> DETECTORS =
            Arrays.stream(Detector.values()).map(Detector::label).toList();

    public static final List<String> ACTIONS =
            Arrays.stream(RedactionAction.values()).map(RedactionAction::label).toList();

    /** Of {@link #ACTIONS} the one that keeps characters. */
    public static final String TRUNCATE = RedactionAction.TRUNCATE.label();

    public static final List<String> PLACES =
            Arrays.stream(RedactionPlace.values()).map(RedactionPlace::label).toList();

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

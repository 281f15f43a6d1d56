package dev.quipu.fuzzing;

import dev.quipu.model.Signal;
import dev.quipu.model.query.Grouping;
import dev.quipu.model.query.QuerySyntaxException;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.query.RecordMatcher;
import dev.quipu.model.series.Aggregation;
import dev.quipu.model.series.SeriesSelector;
import dev.quipu.model.series.StepFunction;
import java.nio.charset.StandardCharsets;

/** Texts of the query language and of selectors of series. */
final class FuzzQueries {

    /** Text in characters that a filter is read from; escapes and units can print longer than they were. */
    private static final int LONGEST = 16_384;

    private FuzzQueries() {}

    static void parse(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        for (Signal signal : Signal.values()) {
            filter(signal, text);
            refusable(() -> Grouping.parse(signal, text));
        }
        refusable(() -> SeriesSelector.parse(text).probes());
        refusable(() -> StepFunction.parse(text));
        refusable(() -> Aggregation.parse(text));
    }

    /** A filter prints itself in the notation that it is read from. */
    private static void filter(Signal signal, String text) {
        RecordFilter filter;
        try {
            filter = RecordFilter.parse(signal, text);
        } catch (QuerySyntaxException e) {
            Expectation.holds("a position in the text", e.position() >= 0 && e.position() <= text.length());
            return;
        }
        RecordMatcher.of(filter).probes();
        String printed = filter.toString();
        if (printed.length() <= LONGEST) {
            Expectation.equal(
                    "again", printed, RecordFilter.parse(signal, printed).toString());
        }
    }

    private static void refusable(Runnable parsing) {
        try {
            parsing.run();
        } catch (IllegalArgumentException e) {
            Expectation.holds("an own message, not that of " + e, e.getMessage() != null && ownMessage(e));
        }
    }

    /** Not one of a library's subclasses, whose messages are none for a client. */
    private static boolean ownMessage(IllegalArgumentException e) {
        return e.getClass() == IllegalArgumentException.class || e instanceof QuerySyntaxException;
    }
}

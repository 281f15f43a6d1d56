package dev.quipu.analysis.feed;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of the feed that one replica follows at a time.
 *
 * @param slice whose spans are digested; empty: log records are
 */
record Part(String name, Optional<Slice> slice) {

    /** The part that there is once, however traces are cut. */
    static final String LOGS = "logs";

    private static final Pattern TRACES = Pattern.compile("traces-(\\d{1,4})-of-(\\d{1,4})");

    /** All spans. */
    static final Part WHOLE = of("traces-0-of-1");

    /**
     * @param name as storage calls it
     * @throws IllegalArgumentException when there is no such part
     */
    static Part of(String name) {
        if (name.equals(LOGS)) {
            return new Part(name, Optional.empty());
        }
        Matcher traces = TRACES.matcher(name);
        if (!traces.matches()) {
            throw new IllegalArgumentException("part: expected logs or traces-N-of-N, got '" + name + "'");
        }
        return new Part(
                name, Optional.of(new Slice(Integer.parseInt(traces.group(1)), Integer.parseInt(traces.group(2)))));
    }

    @Override
    public String toString() {
        return name;
    }
}

package dev.quipu.analysis.explanation;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.model.Signal;
import dev.quipu.model.TraceId;
import dev.quipu.model.query.QuerySyntaxException;
import dev.quipu.model.query.RecordFilter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which traces are asked about.
 *
 * @param traceId one trace
 * @param filter when no trace is told: those with a span like this
 */
public record TraceSelection(Optional<TraceId> traceId, RecordFilter filter) {

    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-fA-F]{32}");

    /**
     * @param text a trace id, or a search for spans
     * @throws BadParameterException when it is neither
     */
    public static TraceSelection parse(String parameter, String text) {
        try {
            return TRACE_ID.matcher(text).matches()
                    ? new TraceSelection(Optional.of(TraceId.parse(text)), RecordFilter.ALL)
                    : new TraceSelection(Optional.empty(), RecordFilter.parse(Signal.TRACES, text));
        } catch (QuerySyntaxException e) {
            throw new BadParameterException(
                    parameter + ": expected a trace id or a search for spans, got '" + text + "': " + e.getMessage());
        }
    }
}

package dev.quipu.analysis.contrast;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.TimeParameter;
import dev.quipu.analysis.client.ContrastClient;
import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.read.Window;
import dev.quipu.model.Signal;
import dev.quipu.model.query.QuerySyntaxException;
import dev.quipu.model.query.RecordFilter;
import java.util.Optional;

/**
 * What is held against what.
 *
 * @param signal spans or log records
 * @param filter what all are like that are looked at
 * @param selected what those are like that are held against the rest
 * @param selectedWindow when those happened
 */
public record ContrastQuery(
        Signal signal, RecordFilter filter, Window window, RecordFilter selected, Window selectedWindow, Page page) {

    /** What a client asked for, as it came. */
    public record Asked(
            Optional<String> signal,
            Optional<String> q,
            Optional<String> selected,
            Optional<String> selectedFrom,
            Optional<String> selectedTo) {}

    /**
     * @throws BadParameterException when something cannot be understood
     */
    public static ContrastQuery of(Window window, Asked asked, Page page) {
        Signal signal = signal(asked.signal().orElse("traces"));
        RecordFilter selected = filter("selected", signal, asked.selected().orElse(""));
        boolean isSelectedByTime =
                asked.selectedFrom().isPresent() || asked.selectedTo().isPresent();
        if (selected.equals(RecordFilter.ALL) && !isSelectedByTime) {
            throw new BadParameterException(
                    "selected: expected a search, or a time by selectedFrom or selectedTo, got none of them");
        }
        long selectedFrom = asked.selectedFrom()
                .map(text -> Window.unixNano("selectedFrom", TimeParameter.parse("selectedFrom", text)))
                .orElse(window.fromUnixNano());
        long selectedTo = asked.selectedTo()
                .map(text -> Window.unixNano("selectedTo", TimeParameter.parse("selectedTo", text)))
                .orElse(window.toUnixNano());
        if (selectedFrom > selectedTo) {
            throw new BadParameterException("selectedFrom: expected a time before 'selectedTo', got one after it");
        }
        Window selectedWindow = new Window(selectedFrom, selectedTo);
        return new ContrastQuery(
                signal, filter("q", signal, asked.q().orElse("")), window, selected, selectedWindow, page);
    }

    private static Signal signal(String text) {
        return switch (text) {
            case "traces" -> Signal.TRACES;
            case "logs" -> Signal.LOGS;
            default -> throw new BadParameterException("signal: expected traces or logs, got '" + text + "'");
        };
    }

    private static RecordFilter filter(String parameter, Signal signal, String text) {
        try {
            return RecordFilter.parse(signal, text);
        } catch (QuerySyntaxException e) {
            throw new BadParameterException(parameter + ": expected a search for " + signal.label() + ", got '" + text
                    + "': " + e.getMessage());
        }
    }

    ContrastClient.Query question() {
        return new ContrastClient.Query(
                signal,
                filter,
                window.fromUnixNano(),
                window.toUnixNano(),
                new ContrastClient.Selected(selected, selectedWindow.fromUnixNano(), selectedWindow.toUnixNano()));
    }
}

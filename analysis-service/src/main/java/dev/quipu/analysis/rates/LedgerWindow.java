package dev.quipu.analysis.rates;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.TimeParameter;
import dev.quipu.analysis.client.LedgerQuery;
import dev.quipu.model.Signal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The window of the ledger that a client asks about. */
@ApplicationScoped
public class LedgerWindow {

    private final Duration defaultLength;

    LedgerWindow(AnalysisConfig config) {
        this.defaultLength = config.analysis().rates().window();
    }

    /**
     * What a client asked for, as it came.
     *
     * @param from as {@link TimeParameter} takes it; empty: the configured window before {@code to}
     * @param to the same; empty: now
     * @param infer true or false: whether lost spans are inferred; empty: they are not
     */
    public record Asked(
            Optional<String> from,
            Optional<String> to,
            Optional<String> signal,
            Optional<String> service,
            Optional<String> infer) {}

    /**
     * @throws BadParameterException when something cannot be understood
     */
    public LedgerQuery query(Asked asked, Set<LedgerQuery.Grouping> groupBy) {
        Instant now = Instant.now();
        Instant end =
                asked.to().map(text -> TimeParameter.parse("to", text, now)).orElse(now);
        Instant begin = asked.from()
                .map(text -> TimeParameter.parse("from", text, now))
                .orElseGet(() -> end.minus(defaultLength));
        if (begin.isAfter(end)) {
            throw new BadParameterException("from: expected a time before 'to', got " + begin + " and " + end);
        }
        return new LedgerQuery(
                begin,
                end,
                asked.signal().map(LedgerWindow::signal),
                asked.service().filter(name -> !name.isEmpty()),
                groupBy,
                asked.infer().map(LedgerWindow::infer).orElse(false));
    }

    private static boolean infer(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadParameterException("infer: expected true or false, got '" + text + "'");
        };
    }

    private static Signal signal(String label) {
        try {
            return Signal.ofLabel(label);
        } catch (IllegalArgumentException e) {
            throw new BadParameterException(String.valueOf(e.getMessage()));
        }
    }
}

package dev.quipu.analysis.rates;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.client.LedgerQuery;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.model.Signal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the rates of a window from the ledger. */
@ApplicationScoped
public class RateReader {

    private static final Pattern UNIX_NANOS = Pattern.compile("[0-9]{1,18}|[0-8][0-9]{18}");
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final StorageClient storage;
    private final Duration defaultWindow;

    RateReader(StorageClient storage, AnalysisConfig config) {
        this.storage = storage;
        this.defaultWindow = config.analysis().rates().window();
    }

    /** From {@code from}, or the configured window before {@code to}, until {@code to}, or now. */
    public Uni<Rates> read(
            String tenant,
            Optional<String> from,
            Optional<String> to,
            Optional<String> signal,
            Optional<String> service) {
        Instant end = to.map(text -> instant("to", text)).orElseGet(Instant::now);
        Instant begin = from.map(text -> instant("from", text)).orElseGet(() -> end.minus(defaultWindow));
        if (begin.isAfter(end)) {
            throw new BadParameterException("from: expected a time before 'to', got " + begin + " and " + end);
        }
        LedgerQuery query =
                new LedgerQuery(begin, end, signal.map(RateReader::signal), service.filter(name -> !name.isEmpty()));
        return storage.ledger(tenant, query).map(ledger -> Rates.of(query, ledger));
    }

    private static Signal signal(String label) {
        try {
            return Signal.ofLabel(label);
        } catch (IllegalArgumentException e) {
            throw new BadParameterException(String.valueOf(e.getMessage()));
        }
    }

    private static Instant instant(String parameter, String text) {
        try {
            if (UNIX_NANOS.matcher(text).matches()) {
                long nanos = Long.parseLong(text);
                return Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new BadParameterException(
                    parameter + ": expected RFC 3339 or nanoseconds since 1970, got '" + text + "'");
        }
    }
}

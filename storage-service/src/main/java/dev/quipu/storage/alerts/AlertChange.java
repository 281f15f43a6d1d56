package dev.quipu.storage.alerts;

import dev.quipu.model.alert.AlertState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * What one series of a rule is to be from now on. Times are cut to microseconds.
 *
 * @param series what its writer knows it by, at most {@value #MAX_SERIES_BYTES} bytes of UTF-8
 * @param labels of the series; those of the rule are added
 * @param expectedVersion that the writer read; 0 for one that was not known
 * @param since when it came into the state
 * @param startsAt when what it tells of began; one that fires keeps its own
 * @param resolvedAt when it was over; only of one that is resolved
 * @param value of the figure; empty when there is none
 */
public record AlertChange(
        String series,
        Map<String, String> labels,
        int expectedVersion,
        AlertState state,
        Instant since,
        Instant startsAt,
        Optional<Instant> resolvedAt,
        Optional<Double> value,
        String summary) {

    private static final int MAX_SERIES_BYTES = 1_500;

    public AlertChange {
        labels = Map.copyOf(labels);
        since = since.truncatedTo(ChronoUnit.MICROS);
        startsAt = startsAt.truncatedTo(ChronoUnit.MICROS);
        resolvedAt = resolvedAt.map(time -> time.truncatedTo(ChronoUnit.MICROS));
        int bytes = series.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_SERIES_BYTES) {
            throw new IllegalArgumentException("series: expected at most " + MAX_SERIES_BYTES + " bytes, got " + bytes);
        }
        if (expectedVersion < 0) {
            throw new IllegalArgumentException("expectedVersion: expected 0 or more, got " + expectedVersion);
        }
        if (resolvedAt.isPresent() != (state == AlertState.RESOLVED)) {
            throw new IllegalArgumentException("resolvedAt: expected it when the state is resolved and only then, got "
                    + resolvedAt.map(Instant::toString).orElse("none") + " and " + state.label());
        }
        value.filter(number -> !Double.isFinite(number)).ifPresent(number -> {
            throw new IllegalArgumentException("value: expected a finite number, got " + number);
        });
    }
}

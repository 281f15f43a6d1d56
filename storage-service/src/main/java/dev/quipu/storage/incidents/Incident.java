package dev.quipu.storage.incidents;

import dev.quipu.model.CatalogText;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What went wrong together.
 *
 * @param endedAt empty as long as it is open
 * @param components names of those that it touches, as the catalog keeps names
 * @param document a JSON object; only its writer knows what it says
 */
public record Incident(
        UUID id, State state, Instant startedAt, Optional<Instant> endedAt, List<String> components, String document) {

    private static final int MAX_COMPONENTS = 1000;

    /** Whether it goes on. */
    public enum State {
        OPEN,
        CLOSED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * @throws IllegalArgumentException when no state has the label
         */
        public static State ofLabel(String label) {
            return Arrays.stream(values())
                    .filter(state -> state.label().equals(label))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException("state: expected open or closed, got '" + label + "'"));
        }
    }

    public Incident {
        components = components.stream()
                .map(name -> CatalogText.bounded(name, CatalogText.MAX_NAME))
                .distinct()
                .toList();
        if (components.size() > MAX_COMPONENTS) {
            throw new IllegalArgumentException(
                    "components: expected at most " + MAX_COMPONENTS + ", got " + components.size());
        }
        requireEnd(state, startedAt, endedAt);
    }

    private static void requireEnd(State state, Instant startedAt, Optional<Instant> endedAt) {
        if (endedAt.isPresent() != (state == State.CLOSED)) {
            throw new IllegalArgumentException("endedAt: expected it when the state is closed and not when it is open,"
                    + " got "
                    + endedAt.map(Instant::toString).orElse("none") + " and " + state.label());
        }
        endedAt.filter(end -> end.isBefore(startedAt)).ifPresent(end -> {
            throw new IllegalArgumentException("endedAt: expected startedAt, " + startedAt + ", or later, got " + end);
        });
    }
}

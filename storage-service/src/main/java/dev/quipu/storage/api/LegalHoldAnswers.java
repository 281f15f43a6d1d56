package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.model.Signal;
import dev.quipu.storage.holds.HeldScope;
import dev.quipu.storage.holds.LegalHold;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Holds as clients see them. */
final class LegalHoldAnswers {

    private LegalHoldAnswers() {}

    @Schema(name = "LegalHold", description = "Records that are kept whatever rules say.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Hold(
            @Schema(description = "Its number.", examples = "3")
            long id,

            @Schema(description = "The signal whose records it keeps; absent: all.", examples = "traces")
            Optional<String> signal,

            @Schema(description = "The service.name of the component whose records it keeps; absent: all.")
            Optional<String> service,

            @Schema(description = "The service.namespace of the component; absent: any.")
            Optional<String> namespace,

            @Schema(description = "It keeps records from this time on; absent: from the first on.")
            Optional<Instant> from,

            @Schema(description = "It keeps records from before this time; absent: to the last.")
            Optional<Instant> to,

            @Schema(description = "Why they are kept.", examples = "case 17")
            String reason,

            @Schema(description = "Since when it holds.") Instant placedAt,

            @Schema(description = "Who placed it.", examples = "alice")
            String placedBy,

            @Schema(description = "When it was released; absent: it holds.")
            Optional<Instant> releasedAt,

            @Schema(description = "Who released it.") Optional<String> releasedBy) {
        static Hold of(LegalHold hold) {
            HeldScope scope = hold.scope();
            return new Hold(
                    hold.id(),
                    scope.signal().map(Signal::label),
                    scope.service(),
                    scope.namespace(),
                    scope.from(),
                    scope.to(),
                    hold.reason(),
                    hold.placedAt(),
                    hold.placedBy(),
                    hold.release().map(LegalHold.Release::at),
                    hold.release().map(LegalHold.Release::by));
        }
    }

    @Schema(name = "LegalHolds", description = "The holds of a tenant, also those that were released.")
    record Holds(@Schema(description = "By id.") List<Hold> holds) {}

    @Schema(name = "LegalHoldRequest", description = "What is to be kept; what is absent is any.")
    record Wanted(
            @Schema(description = "traces, logs or metrics; absent: all.", examples = "traces") @Nullable
            String signal,

            @Schema(description = "The service.name of a component; absent: all.", examples = "cart") @Nullable
            String service,

            @Schema(description = "The service.namespace of the component; only with service.", examples = "shop")
            @Nullable
            String namespace,

            @Schema(
                    description =
                            "From this time on: RFC 3339 or nanoseconds since 1970; absent: from the first record on.",
                    examples = "2026-10-01T00:00:00Z")
            @Nullable
            String from,

            @Schema(
                    description = "Before this time: RFC 3339 or nanoseconds since 1970; absent: to the last record.",
                    examples = "2026-11-01T00:00:00Z")
            @Nullable
            String to,

            @Schema(description = "Why; the audit says it.", examples = "case 17") @Nullable
            String reason) {

        private static final int MAX_REASON = 500;

        String checkedReason() {
            return Labels.name("reason", reason, MAX_REASON);
        }

        /**
         * @throws IllegalArgumentException saying what of it is none
         */
        HeldScope scope() {
            return new HeldScope(
                    Optional.ofNullable(signal).map(Signal::ofLabel),
                    Optional.ofNullable(service),
                    Optional.ofNullable(namespace),
                    Optional.ofNullable(from).map(text -> Times.instant("from", text)),
                    Optional.ofNullable(to).map(text -> Times.instant("to", text)));
        }
    }
}

package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.storage.alerts.Silence;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Silences as clients see them. */
final class SilenceAnswers {

    private SilenceAnswers() {}

    @Schema(name = "Silence", description = "Alerts that nobody is told of for a while.")
    record Listed(
            @Schema(description = "Its number.", examples = "3")
            long id,

            @Schema(description = "It is for alerts that have every one of these labels.")
            Map<String, String> matchers,

            @Schema(description = "When it begins.") Instant startsAt,

            @Schema(description = "When it ends.") Instant endsAt,

            @Schema(description = "pending, active or expired.", examples = "active")
            String state,

            @Schema(description = "Why.", examples = "moving the cart")
            String comment,

            @Schema(description = "Who wants it.", examples = "ada")
            String createdBy,

            @Schema(description = "Pass it when changing the silence, so that no other change is lost.", examples = "0")
            int version,

            @Schema(description = "When it was made.") Instant createdAt,

            @Schema(description = "When it was changed last.")
            Instant updatedAt) {
        static Listed of(Silence silence) {
            return new Listed(
                    Required.field("id", silence.id),
                    silence.matchers,
                    silence.startsAt,
                    silence.endsAt,
                    silence.state(Instant.now()).label(),
                    silence.comment,
                    silence.createdBy,
                    silence.version,
                    silence.createdAt,
                    silence.updatedAt);
        }
    }

    @Schema(name = "SilencePage", description = "One page of silences.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(
            @Schema(description = "By id, those included that ended not long ago.")
            List<Listed> silences,

            @Schema(description = "Pass it as cursor for the next page; absent on the last.")
            Optional<String> nextCursor) {}

    @Schema(name = "SilenceChange", description = "What a silence should be.")
    record Change(
            @Schema(
                    description =
                            "Labels and the values that alerts have to have, 1 to 64. Beside those of its series and"
                                    + " of its rule an alert has alertname, the rule's name, and severity.")
            @Nullable
            Map<String, String> matchers,

            @Schema(description = "RFC 3339; default: as it is, or now.", examples = "2026-01-01T00:00:00Z") @Nullable
            String startsAt,

            @Schema(description = "RFC 3339, after startsAt.", examples = "2026-01-01T02:00:00Z") @Nullable
            String endsAt,

            @Schema(description = "Why; default empty.", examples = "moving the cart") @Nullable
            String comment,

            @Schema(description = "Who wants it; default empty.", examples = "ada") @Nullable
            String createdBy,

            @Schema(
                    description = "When changing a silence: the version that the change was made from; absent: any.",
                    examples = "0")
            @Nullable
            Integer version) {

        /**
         * @throws IllegalArgumentException when a field is not what it should be
         */
        void applyTo(Silence silence) {
            silence.matchers = Labels.checked("matchers", Required.field("matchers", matchers), Labels.MAX_TEXT);
            if (silence.matchers.isEmpty()) {
                throw new IllegalArgumentException("matchers: expected at least one label, got none");
            }
            if (startsAt != null) {
                silence.startsAt = Times.instant("startsAt", startsAt);
            } else if (silence.id == null) {
                silence.startsAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
            }
            silence.endsAt = Times.instant("endsAt", Required.field("endsAt", endsAt));
            if (!silence.endsAt.isAfter(silence.startsAt)) {
                throw new IllegalArgumentException(
                        "endsAt: expected after startsAt, " + silence.startsAt + ", got " + silence.endsAt);
            }
            silence.comment = comment == null ? "" : Labels.text("comment", comment);
            silence.createdBy = createdBy == null ? "" : Labels.text("createdBy", createdBy);
            silence.updatedAt = Instant.now();
        }
    }
}

package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.model.alert.AlertState;
import dev.quipu.storage.alerts.Alert;
import dev.quipu.storage.alerts.AlertHistory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Alerts as clients see them. */
final class AlertAnswers {

    private AlertAnswers() {}

    @Schema(name = "Alert", description = "Where one series of a rule stands.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Listed(
            @Schema(description = "The number of its rule.", examples = "3")
            long ruleId,

            @Schema(description = "What analysis knows the series by.", examples = "cart/GET")
            String series,

            @Schema(description = "pending, firing or resolved.", examples = "firing")
            String state,

            @Schema(description = "When it came into the state.")
            Instant since,

            @Schema(description = "When what it tells of began; one that fires keeps its own.")
            Instant startsAt,

            @Schema(description = "When it was over; only of one that is resolved.")
            Optional<Instant> resolvedAt,

            @Schema(description = "Of the figure; absent when there is none.", examples = "0.12")
            Optional<Double> value,

            @Schema(
                    description = "Those of the series, over them those of the rule, alertname (the rule's name) and"
                            + " severity.")
            Map<String, String> labels,

            @Schema(description = "What it is, in words.", examples = "12 % of the spans of cart fail")
            String summary,

            @Schema(description = "Whether a silence was for it when it was written last.")
            boolean isSilenced,

            @Schema(description = "Pass it as expectedVersion with the next change.", examples = "2")
            int version) {
        static Listed of(Alert alert) {
            return new Listed(
                    alert.ruleId(),
                    alert.series(),
                    alert.state().label(),
                    alert.since(),
                    alert.startsAt(),
                    alert.resolvedAt(),
                    alert.value(),
                    alert.labels(),
                    alert.summary(),
                    alert.isSilenced(),
                    alert.version());
        }
    }

    @Schema(name = "AlertPage", description = "One page of alerts.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(
            @Schema(description = "By rule and series.") List<Listed> alerts,

            @Schema(description = "Pass it as cursor for the next page; absent on the last.")
            Optional<String> nextCursor) {

        /** @param found one more than fits when there are more */
        static Page of(List<Alert> found, int size) {
            return new Page(
                    found.stream().limit(size).map(Listed::of).toList(),
                    found.size() > size ? Optional.of(cursor(found.get(size - 1))) : Optional.empty());
        }

        private static String cursor(Alert last) {
            return new PageCursor(last.ruleId(), last.series()).encoded();
        }
    }

    @Schema(name = "WrittenAlerts", description = "Alerts as they are after their changes.")
    record Written(@Schema(description = "By series.") List<Listed> alerts) {}

    @Schema(name = "AlertHistory", description = "That an alert came from one state into another.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Past(
            @Schema(description = "Its number; later ones are higher.", examples = "7")
            long id,

            @Schema(description = "The number of the rule, which may be gone.", examples = "3")
            long ruleId,

            @Schema(description = "The rule's name at the time.", examples = "cart fails")
            String ruleName,

            @Schema(description = "What analysis knows the series by.", examples = "cart/GET")
            String series,

            @Schema(description = "The state before; absent when it was not known.", examples = "pending")
            Optional<String> fromState,

            @Schema(description = "pending, firing or resolved.", examples = "firing")
            String state,

            @Schema(description = "When it came into the state.")
            Instant since,

            @Schema(description = "When what it tells of began.")
            Instant startsAt,

            @Schema(description = "When it was over; only of one that is resolved.")
            Optional<Instant> resolvedAt,

            @Schema(description = "Of the figure; absent when there is none.", examples = "0.12")
            Optional<Double> value,

            @Schema(description = "Those that it had.") Map<String, String> labels,

            @Schema(description = "What it was, in words.", examples = "12 % of the spans of cart fail")
            String summary,

            @Schema(description = "Whether a silence was for it.")
            boolean isSilenced,

            @Schema(description = "When it was written.") Instant recordedAt) {
        static Past of(AlertHistory past) {
            return new Past(
                    past.id(),
                    past.ruleId(),
                    past.ruleName(),
                    past.series(),
                    past.from().map(AlertState::label),
                    past.state().label(),
                    past.since(),
                    past.startsAt(),
                    past.resolvedAt(),
                    past.value(),
                    past.labels(),
                    past.summary(),
                    past.isSilenced(),
                    past.recordedAt());
        }
    }

    @Schema(name = "AlertHistoryPage", description = "One page of what became of alerts.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record HistoryPage(
            @Schema(description = "The newest first.") List<Past> history,

            @Schema(description = "Pass it as cursor for the next page; absent on the last.")
            Optional<String> nextCursor) {}
}

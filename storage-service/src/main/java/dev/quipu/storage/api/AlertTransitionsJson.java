package dev.quipu.storage.api;

import dev.quipu.model.alert.AlertState;
import dev.quipu.model.alert.Labelled;
import dev.quipu.storage.alerts.AlertChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Changes of a rule's alerts, as analysis posts them. */
@Schema(name = "AlertTransitions", description = "What became of the series of a rule when it was evaluated.")
record AlertTransitionsJson(
        @Schema(description = "The number of the rule.", examples = "3") @Nullable
        Long ruleId,

        @Schema(description = "The version of the rule that was evaluated.", examples = "0") @Nullable
        Integer ruleVersion,

        @Schema(description = "1 to 1000, one for each series.") @Nullable
        List<Change> changes) {

    @Schema(name = "AlertChange", description = "What one series is to be from now on.")
    record Change(
            @Schema(
                    description = "What analysis knows the series by, at most 1500 bytes; may be empty.",
                    examples = "cart/GET")
            @Nullable
            String series,

            @Schema(description = "Of the series, at most 64, each text at most 500 characters; default none.")
            @Nullable
            Map<String, String> labels,

            @Schema(
                    description = "The version that the change was made from; 0 for one that was not known.",
                    examples = "0")
            @Nullable
            Integer expectedVersion,

            @Schema(
                    description = "pending, firing or resolved; what fires does not become pending.",
                    examples = "firing")
            @Nullable
            String state,

            @Schema(description = "When it came into the state: RFC 3339.", examples = "2026-01-01T00:05:00Z") @Nullable
            String since,

            @Schema(
                    description =
                            "When what it tells of began: RFC 3339. Of one that fires the same as before; of one that"
                                    + " was resolved and is not any more later than before.",
                    examples = "2026-01-01T00:00:00Z")
            @Nullable
            String startsAt,

            @Schema(description = "When it was over: RFC 3339; with the state resolved and only then.") @Nullable
            String resolvedAt,

            @Schema(description = "Of the figure; absent when there is none.", examples = "0.12") @Nullable
            Double value,

            @Schema(
                    description = "What it is, in words, at most 2000 characters; default empty.",
                    examples = "12 % of the spans of cart fail")
            @Nullable
            String summary) {

        private static final int MAX_SUMMARY = 2_000;

        AlertChange model() {
            return new AlertChange(
                    Required.field("series", series),
                    Labels.checked("labels", labels, Labels.MAX_TEXT),
                    Required.field("expectedVersion", expectedVersion),
                    Labelled.parse("state", AlertState.class, Required.field("state", state)),
                    Times.instant("since", Required.field("since", since)),
                    Times.instant("startsAt", Required.field("startsAt", startsAt)),
                    Optional.ofNullable(resolvedAt).map(text -> Times.instant("resolvedAt", text)),
                    Optional.ofNullable(value),
                    summary == null ? "" : Labels.text("summary", summary, MAX_SUMMARY));
        }
    }

    /**
     * @throws IllegalArgumentException when a field is not what it should be
     */
    List<AlertChange> models() {
        List<AlertChange> models = new ArrayList<>();
        for (Change change : Required.field("changes", changes)) {
            String where = "changes[" + models.size() + "]";
            try {
                models.add(Required.field("change", change).model());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(where + "." + e.getMessage(), e);
            }
        }
        return models;
    }
}

package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.model.Signal;
import dev.quipu.storage.retention.RetentionRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Retention rules as clients see them. */
final class RetentionAnswers {

    private RetentionAnswers() {}

    @Schema(name = "RetentionRule", description = "How long records are kept.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Rule(
            @Schema(description = "Its number.", examples = "3")
            long id,

            @Schema(description = "The signal that it is for; absent: all.", examples = "traces")
            Optional<String> signal,

            @Schema(description = "Days that records are kept.", examples = "30")
            int days,

            @Schema(description = "When it was made.") Instant createdAt,

            @Schema(description = "When it was changed last.")
            Instant updatedAt) {
        static Rule of(RetentionRule rule) {
            return new Rule(
                    Required.field("id", rule.id),
                    rule.appliesTo().map(Signal::label),
                    rule.days,
                    rule.createdAt,
                    rule.updatedAt);
        }
    }

    @Schema(name = "RetentionRules", description = "The rules of a tenant.")
    record Rules(
            @Schema(description = "By id.") List<Rule> rules,

            @Schema(description = "Days that records are kept when no rule is for them.", examples = "14")
            int defaultDays) {}

    @Schema(name = "RetentionRuleChange", description = "What a rule should say.")
    record Change(
            @Schema(description = "traces, logs or metrics; absent: all.", examples = "traces") @Nullable
            String signal,

            @Schema(description = "Days that records are kept, 1 to 36500.", examples = "30") @Nullable
            Integer days) {

        private static final int MAX_DAYS = 36_500;

        void applyTo(RetentionRule rule) {
            int wanted = Required.field("days", days);
            if (wanted < 1 || wanted > MAX_DAYS) {
                throw new IllegalArgumentException("days: expected 1 to " + MAX_DAYS + ", got " + wanted);
            }
            rule.days = wanted;
            rule.signal = signal == null ? null : (short) Signal.ofLabel(signal).code();
            rule.updatedAt = Instant.now();
        }
    }
}

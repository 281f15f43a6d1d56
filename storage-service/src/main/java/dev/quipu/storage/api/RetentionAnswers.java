package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.model.CatalogText;
import dev.quipu.model.Signal;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.query.RecordMatcher;
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

            @Schema(description = "The service.name of the component that it is for; absent: all.")
            Optional<String> service,

            @Schema(description = "The service.namespace of the component; absent: any.")
            Optional<String> namespace,

            @Schema(description = "What records satisfy that it is for; absent: all.", examples = "status = error")
            Optional<String> condition,

            @Schema(
                    description = "Days that records are kept; absent: as long as without the rule.",
                    examples = "30",
                    implementation = Integer.class)
            Optional<Integer> days,

            @Schema(
                    description = "Bytes that are kept, as they are stored; absent: no limit.",
                    examples = "10000000000",
                    implementation = Long.class)
            Optional<Long> bytes,

            @Schema(description = "When it was made.") Instant createdAt,

            @Schema(description = "When it was changed last.")
            Instant updatedAt) {
        static Rule of(RetentionRule rule) {
            return new Rule(
                    Required.field("id", rule.id),
                    rule.appliesTo().map(Signal::label),
                    Optional.ofNullable(rule.service),
                    Optional.ofNullable(rule.namespace),
                    Optional.ofNullable(rule.condition),
                    Optional.ofNullable(rule.days),
                    Optional.ofNullable(rule.bytes),
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

            @Schema(description = "The service.name of a component; absent: all.", examples = "cart") @Nullable
            String service,

            @Schema(description = "The service.namespace of the component; only with service.", examples = "shop")
            @Nullable
            String namespace,

            @Schema(
                    description = "In the query language of traces or logs, as the rule's signal says. Of traces it"
                            + " decides for all spans of a trace of which one satisfies it.",
                    examples = "status = error")
            @Nullable
            String condition,

            @Schema(
                    description =
                            "Days that records are kept after their own, 1 to 36500; may be absent when there are bytes.",
                    examples = "30")
            @Nullable
            Integer days,

            @Schema(
                    description =
                            "The oldest records go until no more are stored, 1 or more; absent: no limit. Not with"
                                    + " service or condition.",
                    examples = "10000000000")
            @Nullable
            Long bytes) {

        private static final int MAX_DAYS = 36_500;
        private static final int MAX_CONDITION = 2_000;

        void applyTo(RetentionRule rule) {
            check();
            rule.days = days;
            rule.bytes = bytes;
            rule.signal = signal == null ? null : (short) Signal.ofLabel(signal).code();
            rule.service = service;
            rule.namespace = namespace;
            rule.condition = condition;
            rule.updatedAt = Instant.now();
        }

        private void check() {
            if (days == null && bytes == null) {
                throw new IllegalArgumentException("days, bytes: expected one of them or both, got none");
            }
            if (days != null && (days < 1 || days > MAX_DAYS)) {
                throw new IllegalArgumentException("days: expected 1 to " + MAX_DAYS + ", got " + days);
            }
            if (bytes != null && bytes < 1) {
                throw new IllegalArgumentException("bytes: expected 1 or more, got " + bytes);
            }
            if (bytes != null && (service != null || condition != null)) {
                throw new IllegalArgumentException("bytes: expected none with service or condition, got " + bytes);
            }
            if (namespace != null && service == null) {
                throw new IllegalArgumentException("service: expected one with the namespace, it is absent");
            }
            if (service != null) {
                Labels.name("service", service, CatalogText.MAX_NAME);
            }
            if (namespace != null) {
                Labels.text("namespace", namespace, CatalogText.MAX_NAME);
            }
            if (condition != null) {
                checkCondition(condition);
            }
        }

        private void checkCondition(String text) {
            Labels.name("condition", text, MAX_CONDITION);
            if (signal == null || Signal.ofLabel(signal) == Signal.METRICS) {
                throw new IllegalArgumentException(
                        "signal: expected traces or logs with a condition, got " + (signal == null ? "none" : signal));
            }
            RecordFilter filter = RecordFilter.parse(Signal.ofLabel(signal), text);
            if (RecordMatcher.of(filter).readsTemplates()) {
                throw new IllegalArgumentException(
                        "condition: expected one about what records say, got one about templates, which they get later");
            }
        }
    }
}

package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.model.alert.AlertSeverity;
import dev.quipu.model.alert.Labelled;
import dev.quipu.storage.alerts.AlertRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Alert rules as clients see them. */
final class AlertRuleAnswers {

    private AlertRuleAnswers() {}

    @Schema(name = "AlertRule", description = "What a tenant wants to be told of.")
    record Rule(
            @Schema(description = "Its number.", examples = "3")
            long id,

            @Schema(description = "Of no other rule of the tenant.", examples = "cart fails")
            String name,

            @Schema(description = "Whether it is evaluated.")
            boolean isEnabled,

            @Schema(description = "info, warning or critical.", examples = "critical")
            String severity,

            @Schema(description = "What its alerts have beside the labels of their series.")
            Map<String, String> labels,

            @Schema(description = "What people are told with it.")
            Map<String, String> annotations,

            @Schema(description = "How long the condition has to hold before it fires.", examples = "60")
            int forSeconds,

            @Schema(description = "How long the condition has to be over before it is resolved.", examples = "300")
            int keepFiringSeconds,

            @Schema(description = "Names of the webhooks that are told; empty: all of the tenant's.")
            List<String> webhooks,

            @Schema(description = "What has to hold.") AlertConditionJson condition,

            @Schema(description = "Pass it when changing the rule, so that no other change is lost.", examples = "0")
            int version,

            @Schema(description = "When it was made.") Instant createdAt,

            @Schema(description = "When it was changed last.")
            Instant updatedAt) {
        static Rule of(AlertRule rule, ObjectMapper json) {
            return new Rule(
                    Required.field("id", rule.id),
                    rule.name,
                    rule.enabled,
                    rule.severity,
                    rule.labels,
                    rule.annotations,
                    rule.forSeconds,
                    rule.keepFiringSeconds,
                    List.of(rule.webhooks),
                    json.convertValue(rule.condition, AlertConditionJson.class),
                    rule.version,
                    rule.createdAt,
                    rule.updatedAt);
        }
    }

    @Schema(name = "AlertRulePage", description = "One page of alert rules.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(
            @Schema(description = "By id.") List<Rule> rules,

            @Schema(description = "Pass it as cursor for the next page; absent on the last.")
            Optional<String> nextCursor) {}

    @Schema(name = "AlertRuleChange", description = "What a rule should say.")
    record Change(
            @Schema(description = "Of no other rule of the tenant; at most 200 characters.", examples = "cart fails")
            @Nullable
            String name,

            @Schema(description = "Default: true.") @Nullable
            Boolean isEnabled,

            @Schema(description = "info, warning or critical; default warning.", examples = "critical") @Nullable
            String severity,

            @Schema(description = "At most 64, each text at most 500 characters; default none.") @Nullable
            Map<String, String> labels,

            @Schema(description = "At most 64, each value at most 4000 characters; default none.") @Nullable
            Map<String, String> annotations,

            @Schema(description = "0 or more; default 0.", examples = "60") @Nullable
            Integer forSeconds,

            @Schema(description = "0 or more; default 0.", examples = "300") @Nullable
            Integer keepFiringSeconds,

            @Schema(description = "Names of webhooks that there are; default: all of the tenant's.") @Nullable
            List<String> webhooks,

            @Schema(description = "What has to hold.") @Nullable
            AlertConditionJson condition,

            @Schema(
                    description = "When changing a rule: the version that the change was made from; absent: any.",
                    examples = "0")
            @Nullable
            Integer version) {

        private static final int MAX_NAME = 200;
        private static final int MAX_ANNOTATION = 4_000;
        private static final int MAX_WEBHOOKS = 64;
        private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

        /**
         * @param known names of the tenant's webhooks
         * @throws IllegalArgumentException when a field is not what it should be
         */
        void applyTo(AlertRule rule, List<String> known, ObjectMapper json) {
            rule.name = Labels.name("name", name, MAX_NAME);
            rule.enabled = !Boolean.FALSE.equals(isEnabled);
            rule.severity = (severity == null
                            ? AlertSeverity.WARNING
                            : Labelled.parse("severity", AlertSeverity.class, severity))
                    .label();
            rule.labels = Labels.checked("labels", labels, Labels.MAX_TEXT);
            rule.annotations = Labels.checked("annotations", annotations, MAX_ANNOTATION);
            rule.forSeconds = seconds("forSeconds", forSeconds);
            rule.keepFiringSeconds = seconds("keepFiringSeconds", keepFiringSeconds);
            rule.webhooks = webhooks == null ? new String[0] : told(webhooks, known);
            AlertConditionJson checked =
                    AlertConditionJson.of(Required.field("condition", condition).model());
            rule.condition = json.convertValue(checked, FIELDS);
            rule.updatedAt = Instant.now();
        }

        private static int seconds(String field, @Nullable Integer seconds) {
            if (seconds != null && seconds < 0) {
                throw new IllegalArgumentException(field + ": expected 0 or more, got " + seconds);
            }
            return seconds == null ? 0 : seconds;
        }

        private static String[] told(List<String> names, List<String> known) {
            if (names.size() > MAX_WEBHOOKS) {
                throw new IllegalArgumentException(
                        "webhooks: expected at most " + MAX_WEBHOOKS + ", got " + names.size());
            }
            for (String name : names) {
                if (!known.contains(Required.field("webhooks", name))) {
                    throw new IllegalArgumentException(
                            "webhooks: expected names of webhooks that there are, got '" + name + "'");
                }
            }
            return names.stream().distinct().toArray(String[]::new);
        }
    }
}

package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.storage.redaction.Expression;
import dev.quipu.storage.redaction.RedactionRule;
import dev.quipu.storage.redaction.RedactionWord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Redaction rules as clients and collectors see them. */
final class RedactionRuleAnswers {

    private RedactionRuleAnswers() {}

    @Schema(name = "RedactionRule", description = "What is taken out of records before a collector keeps them.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Rule(
            @Schema(description = "Whose records it is for.", examples = "default")
            String tenant,

            @Schema(description = "Its number.", examples = "3")
            long id,

            @Schema(description = "Of no other rule of the tenant.", examples = "card numbers")
            String name,

            @Schema(description = "Whether it is applied.") boolean enabled,

            @Schema(description = "traces, logs, metrics; empty: all.", examples = "[\"logs\"]")
            List<String> signals,

            @Schema(description = "RE2 expression over keys of attributes; absent: any.", examples = "(?i)password")
            Optional<String> keys,

            @Schema(description = "What finds it in values; empty: none.", examples = "[\"payment-card\"]")
            List<String> detectors,

            @Schema(
                    description = "RE2 expression that finds it in values; absent: none.",
                    examples = "session=[0-9a-f]+")
            Optional<String> pattern,

            @Schema(description = "drop, mask, hash or truncate.", examples = "mask")
            String action,

            @Schema(
                    description = "Characters that truncate leaves; absent when none were told.",
                    implementation = Integer.class,
                    examples = "4")
            Optional<Integer> keep,

            @Schema(
                    description = "attributes, events, body, span-name, status-message; empty: all.",
                    examples = "[\"attributes\"]")
            List<String> places,

            @Schema(description = "Pass it when changing the rule, so that no other change is lost.", examples = "0")
            int version,

            @Schema(description = "When it was made.") Instant createdAt,

            @Schema(description = "When it was changed last.")
            Instant updatedAt) {
        static Rule of(RedactionRule rule) {
            return new Rule(
                    rule.tenant,
                    Required.field("id", rule.id),
                    rule.name,
                    rule.enabled,
                    List.of(rule.signals),
                    Optional.ofNullable(rule.keys),
                    List.of(rule.detectors),
                    Optional.ofNullable(rule.pattern),
                    rule.action,
                    Optional.ofNullable(rule.keep),
                    List.of(rule.places),
                    rule.version,
                    rule.createdAt,
                    rule.updatedAt);
        }
    }

    @Schema(name = "RedactionRulePage", description = "One page of redaction rules.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(
            @Schema(description = "By id.") List<Rule> rules,

            @Schema(description = "Pass it as cursor for the next page; absent on the last.")
            Optional<String> nextCursor) {}

    @Schema(name = "RedactionRules", description = "The redaction rules of every tenant.")
    record All(@Schema(description = "By tenant and id.") List<Rule> rules) {
        static All of(List<RedactionRule> rules) {
            return new All(rules.stream().map(Rule::of).toList());
        }
    }

    @Schema(
            name = "RedactionRuleChange",
            description = "What a rule should say. At least one of keys, detectors and pattern has to be there.")
    record Change(
            @Schema(description = "Of no other rule of the tenant; 1 to 255 characters.", examples = "card numbers")
            @Nullable
            String name,

            @Schema(description = "Default: true.") @Nullable
            Boolean enabled,

            @Schema(description = "Some of traces, logs and metrics; default: all.") @Nullable
            List<String> signals,

            @Schema(
                    description = "RE2 expression of at most 1000 characters over keys of attributes; absent: any.",
                    examples = "(?i)password")
            @Nullable
            String keys,

            @Schema(
                    description = "Some of email, payment-card, phone, national-id, bearer-token, private-key and"
                            + " ip-address; default: none.")
            @Nullable
            List<String> detectors,

            @Schema(
                    description = "RE2 expression of at most 1000 characters over values; absent: none.",
                    examples = "session=[0-9a-f]+")
            @Nullable
            String pattern,

            @Schema(description = "drop, mask, hash or truncate.", examples = "mask") @Nullable
            String action,

            @Schema(description = "Characters that truncate leaves, 0 to 10000; others need none.", examples = "4")
            @Nullable
            Integer keep,

            @Schema(description = "Some of attributes, events, body, span-name and status-message; default: all.")
            @Nullable
            List<String> places,

            @Schema(
                    description = "When changing a rule: the version that the change was made from; absent: any.",
                    examples = "0")
            @Nullable
            Integer version) {

        private static final int MAX_NAME = 255;
        private static final int MAX_KEPT = 10_000;

        /**
         * @throws IllegalArgumentException when a field is not what it should be
         */
        void applyTo(RedactionRule rule) {
            rule.name = Labels.name("name", name, MAX_NAME);
            rule.enabled = !Boolean.FALSE.equals(enabled);
            rule.signals = words("signals", RedactionWord.SIGNALS, signals);
            rule.keys = keys == null ? null : Expression.checked("keys", keys);
            rule.detectors = words("detectors", RedactionWord.DETECTORS, detectors);
            rule.pattern = pattern == null ? null : Expression.checked("pattern", pattern);
            rule.action = RedactionWord.one("action", RedactionWord.ACTIONS, Required.field("action", action));
            rule.keep = kept(rule.action);
            rule.places = words("places", RedactionWord.PLACES, places);
            if (rule.keys == null && rule.pattern == null && rule.detectors.length == 0) {
                throw new IllegalArgumentException("keys, detectors, pattern: expected one of them, got none");
            }
            rule.updatedAt = Instant.now();
        }

        private static String[] words(String field, List<String> known, @Nullable List<String> words) {
            if (words == null) {
                return new String[0];
            }
            words.forEach(word -> Required.field(field, word));
            return RedactionWord.some(field, known, words);
        }

        private @Nullable Integer kept(String wanted) {
            if (keep == null ? wanted.equals(RedactionWord.TRUNCATE) : keep < 0 || keep > MAX_KEPT) {
                throw new IllegalArgumentException("keep: expected 0 to " + MAX_KEPT + " characters, got "
                        + (keep == null ? "none with truncate" : keep));
            }
            return keep;
        }
    }
}

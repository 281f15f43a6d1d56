package dev.quipu.collector.redaction;

import dev.quipu.model.AnyValue;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.LogRecord;
import dev.quipu.model.Resource;
import dev.quipu.model.Signal;
import dev.quipu.model.SpanId;
import dev.quipu.model.otlp.OtlpLogs;
import dev.quipu.model.redaction.Redacted;
import dev.quipu.model.redaction.RedactionAction;
import dev.quipu.model.redaction.RedactionChange;
import dev.quipu.model.redaction.RedactionKey;
import dev.quipu.model.redaction.RedactionPlace;
import dev.quipu.model.redaction.RedactionPlan;
import dev.quipu.model.redaction.RedactionRule;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What rules would change, in records or texts that are not stored. Hashes in it are made with a key of this run alone: who may
 * ask for a dry run could else try guesses until one has the hash that is stored.
 *
 * @param counts of every rule that found something
 * @param changes what changes, as {@link Redacted#changes} has it: not all of many
 * @param total of the values that would change
 */
public record DryRun(List<Redacted.RuleCount> counts, List<Change> changes, int total) {

    /** @param text the place among the texts that were given, if texts were */
    public record Change(OptionalInt text, RedactionChange change) {}

    public DryRun {
        counts = List.copyOf(counts);
        changes = List.copyOf(changes);
    }

    /**
     * @param records an export request of the signal in the protobuf form
     * @throws IllegalArgumentException when a rule can not be applied
     * @throws dev.quipu.model.otlp.OtlpFormatException when the records are no such request
     */
    static DryRun ofRecords(List<RedactionRule> rules, Signal signal, byte[] records) {
        Redacted redacted = RedactionPlan.of(rules, signal, freshKey()).explain(records, records.length);
        return new DryRun(
                redacted.counts(),
                redacted.changes().stream()
                        .map(change -> new Change(OptionalInt.empty(), change))
                        .toList(),
                redacted.changed());
    }

    private static RedactionKey freshKey() {
        byte[] key = new byte[RedactionKey.MIN_BYTES];
        new SecureRandom().nextBytes(key);
        return new RedactionKey(key);
    }

    /**
     * Each text as a value that has no key, as a log record's body, wherever the rules look and whatever they are for.
     *
     * @throws IllegalArgumentException when a rule can not be applied
     */
    static DryRun ofTexts(List<RedactionRule> rules, List<String> texts) {
        RedactionPlan plan =
                RedactionPlan.of(rules.stream().map(DryRun::ofBodies).toList(), Signal.LOGS, freshKey());
        Map<Redacted.RuleCount, Long> counts = new LinkedHashMap<>();
        List<Change> changes = new ArrayList<>();
        int total = 0;
        for (int i = 0; i < texts.size(); i++) {
            byte[] request = OtlpLogs.toProtobuf(List.of(record(texts.get(i))));
            Redacted redacted = plan.explain(request, request.length);
            for (Redacted.RuleCount count : redacted.counts()) {
                counts.merge(new Redacted.RuleCount(count.rule(), count.action(), 0), count.found(), Long::sum);
            }
            total += redacted.changed();
            for (RedactionChange change : redacted.changes()) {
                changes.add(new Change(OptionalInt.of(i), change));
            }
        }
        return new DryRun(
                counts.entrySet().stream()
                        .map(entry ->
                                counted(entry.getKey().rule(), entry.getKey().action(), entry.getValue()))
                        .toList(),
                changes,
                total);
    }

    private static Redacted.RuleCount counted(String rule, RedactionAction action, long found) {
        return new Redacted.RuleCount(rule, action, found);
    }

    private static RedactionRule ofBodies(RedactionRule rule) {
        return new RedactionRule(
                rule.id(),
                rule.name(),
                rule.enabled(),
                Set.of(Signal.LOGS),
                rule.keys(),
                rule.detectors(),
                rule.pattern(),
                rule.action(),
                rule.keep(),
                Set.of(RedactionPlace.BODY));
    }

    private static LogRecord record(String text) {
        return new LogRecord(
                Resource.of(List.of()),
                InstrumentationScope.NONE,
                0,
                0,
                0,
                "",
                Optional.of(AnyValue.of(text)),
                List.of(),
                0,
                0,
                0,
                0,
                SpanId.NONE,
                "");
    }
}

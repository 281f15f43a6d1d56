package dev.quipu.collector.redaction;

import dev.quipu.model.redaction.Redacted;
import dev.quipu.model.redaction.RedactionAction;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what rules found in requests, those that came again included, as long as the rules are there. By ids: metrics
 * are read by more people than may see a tenant's rules, and their names may say what they are looking for. Any thread.
 */
@Singleton
public final class RedactionMeter {

    private record Rule(String tenant, String id, RedactionAction action) {}

    /** Tells rules that are there from others. */
    interface Presence {
        boolean of(String tenant, String id, RedactionAction action);
    }

    private final MeterRegistry registry;
    private final Map<Rule, Counter> counters = new ConcurrentHashMap<>();

    @Inject
    public RedactionMeter(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param counts of rules that go by their ids */
    public void count(String tenant, List<Redacted.RuleCount> counts) {
        for (Redacted.RuleCount count : counts) {
            counters.computeIfAbsent(new Rule(tenant, count.rule(), count.action()), this::counter)
                    .increment((double) count.found());
        }
    }

    /** Forgets rules that are gone. One of a request that is on its way may be counted once more, and forgotten next time. */
    void retain(Presence presence) {
        for (Rule rule : counters.keySet()) {
            if (!presence.of(rule.tenant(), rule.id(), rule.action())) {
                counters.computeIfPresent(rule, (gone, counter) -> {
                    registry.remove(counter);
                    return null;
                });
            }
        }
    }

    private Counter counter(Rule rule) {
        return Counter.builder("quipu.redaction.changes")
                .description("What redaction rules found in records and changed")
                .tag("tenant", rule.tenant())
                .tag("rule", rule.id())
                .tag("action", rule.action().label())
                .register(registry);
    }
}

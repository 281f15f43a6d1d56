package dev.quipu.collector.redaction;

import dev.quipu.model.redaction.Redacted;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Counts what rules found in requests, those that came again included. Any thread. */
@Singleton
public final class RedactionMeter {

    private final MeterRegistry registry;

    @Inject
    public RedactionMeter(MeterRegistry registry) {
        this.registry = registry;
    }

    public void count(List<Redacted.RuleCount> counts) {
        for (Redacted.RuleCount count : counts) {
            Counter.builder("quipu.redaction.changes")
                    .description("What redaction rules found in records and changed")
                    .tag("rule", count.rule())
                    .tag("action", count.action().label())
                    .register(registry)
                    .increment((double) count.found());
        }
    }
}

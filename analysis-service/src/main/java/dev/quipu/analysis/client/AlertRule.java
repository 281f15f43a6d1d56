package dev.quipu.analysis.client;

import dev.quipu.model.alert.AlertCondition;
import java.time.Duration;

/**
 * An alert rule as storage keeps it.
 *
 * @param forDuration how long the condition has to hold before it fires
 * @param keepFiring how long it has to be over before it is resolved
 */
public record AlertRule(
        long id,
        int version,
        String name,
        boolean isEnabled,
        Duration forDuration,
        Duration keepFiring,
        AlertCondition condition) {}

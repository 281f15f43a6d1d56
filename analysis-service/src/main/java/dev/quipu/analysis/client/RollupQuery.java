package dev.quipu.analysis.client;

import dev.quipu.model.rollup.RollupKey;
import dev.quipu.model.rollup.RollupKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is asked for of what is added up.
 *
 * @param step a multiple of 10 s; empty for the finest that is kept and fits the length of the window, to whose whole
 *     steps it is widened at both ends
 * @param isNamed whether span names are told apart
 * @param isWhole whether all steps are taken as one
 * @param service components of this name, and calls by or of them; empty for all
 */
public record RollupQuery<K extends RollupKey<K>>(
        RollupKind<K> kind,
        Instant from,
        Instant to,
        Optional<Duration> step,
        boolean isNamed,
        boolean isWhole,
        Optional<String> service) {

    /** Step by step. */
    public static <K extends RollupKey<K>> RollupQuery<K> bySteps(
            RollupKind<K> kind, Instant from, Instant to, Duration step, Optional<String> service) {
        return new RollupQuery<>(kind, from, to, Optional.of(step), true, false, service);
    }

    /** Step by step, all span names together. */
    public static <K extends RollupKey<K>> RollupQuery<K> unnamed(
            RollupKind<K> kind, Instant from, Instant to, Duration step) {
        return new RollupQuery<>(kind, from, to, Optional.of(step), false, false, Optional.empty());
    }

    /** All of the window as one. */
    public static <K extends RollupKey<K>> RollupQuery<K> whole(
            RollupKind<K> kind, Instant from, Instant to, Optional<String> service) {
        return new RollupQuery<>(kind, from, to, Optional.empty(), true, true, service);
    }
}

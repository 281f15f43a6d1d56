package dev.quipu.model.rollup;

import dev.quipu.model.CatalogText;
import java.util.Comparator;

/**
 * Which spans a cell counts: those of one operation and status that started within one step.
 *
 * @param namespace of the component, empty when absent
 * @param component its name
 * @param spanName {@link Rollup#OTHER} stands for all beyond those that are told apart
 * @param kind OTLP's number
 * @param statusCode OTLP's number
 * @param startUnixSeconds start of the step, a multiple of the rollup's resolution
 */
public record RollupKey(
        String namespace, String component, String spanName, int kind, int statusCode, long startUnixSeconds)
        implements Comparable<RollupKey> {

    private static final Comparator<RollupKey> ORDER = Comparator.comparing(RollupKey::component)
            .thenComparing(RollupKey::namespace)
            .thenComparing(RollupKey::spanName)
            .thenComparingInt(RollupKey::kind)
            .thenComparingInt(RollupKey::statusCode)
            .thenComparingLong(RollupKey::startUnixSeconds);

    /** Texts are kept as the catalog of names keeps them, so that no name is too long for what holds it. */
    public RollupKey {
        namespace = CatalogText.bounded(namespace, CatalogText.MAX_NAME);
        component = CatalogText.bounded(component, CatalogText.MAX_NAME);
        spanName = CatalogText.bounded(spanName, CatalogText.MAX_SPAN_NAME);
    }

    /** The same in coarser steps. */
    public RollupKey at(int resolutionSeconds) {
        return new RollupKey(
                namespace,
                component,
                spanName,
                kind,
                statusCode,
                Math.floorDiv(startUnixSeconds, (long) resolutionSeconds) * resolutionSeconds);
    }

    RollupKey named(String otherName) {
        return new RollupKey(namespace, component, otherName, kind, statusCode, startUnixSeconds);
    }

    /** By component, then span name, then time. */
    @Override
    public int compareTo(RollupKey other) {
        return ORDER.compare(this, other);
    }
}

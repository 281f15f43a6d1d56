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
 */
public record SpanKey(
        String namespace, String component, String spanName, int kind, int statusCode, long startUnixSeconds)
        implements RollupKey<SpanKey>, Comparable<SpanKey> {

    private static final Comparator<SpanKey> ORDER = Comparator.comparing(SpanKey::component)
            .thenComparing(SpanKey::namespace)
            .thenComparing(SpanKey::spanName)
            .thenComparingInt(SpanKey::kind)
            .thenComparingInt(SpanKey::statusCode)
            .thenComparingLong(SpanKey::startUnixSeconds);

    /** Texts are kept as the catalog of names keeps them, so that no name is too long for what holds it. */
    public SpanKey {
        namespace = CatalogText.bounded(namespace, CatalogText.MAX_NAME);
        component = CatalogText.bounded(component, CatalogText.MAX_NAME);
        spanName = CatalogText.bounded(spanName, CatalogText.MAX_SPAN_NAME);
    }

    @Override
    public SpanKey at(int resolutionSeconds) {
        long step = RollupKey.stepOf(startUnixSeconds, resolutionSeconds);
        return step == startUnixSeconds ? this : new SpanKey(namespace, component, spanName, kind, statusCode, step);
    }

    @Override
    public boolean isOf(String name) {
        return component.equals(name);
    }

    @Override
    public SpanKey unnamed() {
        return named("");
    }

    SpanKey named(String otherName) {
        return new SpanKey(namespace, component, otherName, kind, statusCode, startUnixSeconds);
    }

    /** By component, then span name, then time. */
    @Override
    public int compareTo(SpanKey other) {
        return ORDER.compare(this, other);
    }
}

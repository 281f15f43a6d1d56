package dev.quipu.model.rollup;

import dev.quipu.model.CatalogText;
import java.util.Comparator;

/**
 * Which log records a cell counts: those of one template that happened within one step.
 *
 * @param namespace of the component, empty when absent
 * @param component its name
 * @param template its number, 1 or more; {@link #OTHER} stands for records without one, and for all templates beyond
 *     those that are told apart
 * @param isError whether the records' severity is OTLP's ERROR or above
 */
public record TemplateKey(String namespace, String component, int template, boolean isError, long startUnixSeconds)
        implements RollupKey<TemplateKey>, Comparable<TemplateKey> {

    /** The template of what is not told apart. */
    public static final int OTHER = 0;

    /** The least severity number of an error (OTLP's SEVERITY_NUMBER_ERROR). */
    private static final int ERROR = 17;

    private static final Comparator<TemplateKey> ORDER = Comparator.comparing(TemplateKey::component)
            .thenComparing(TemplateKey::namespace)
            .thenComparingInt(TemplateKey::template)
            .thenComparing(TemplateKey::isError)
            .thenComparingLong(TemplateKey::startUnixSeconds);

    /** Texts are kept as the catalog of names keeps them. @throws IllegalArgumentException for a negative template */
    public TemplateKey {
        namespace = CatalogText.bounded(namespace, CatalogText.MAX_NAME);
        component = CatalogText.bounded(component, CatalogText.MAX_NAME);
        if (template < OTHER) {
            throw new IllegalArgumentException("template: expected 0 or more, got " + template);
        }
    }

    /** Whether records of that severity number count as errors. */
    public static boolean isErrorSeverity(int severityNumber) {
        return severityNumber >= ERROR;
    }

    @Override
    public TemplateKey at(int resolutionSeconds) {
        long step = RollupKey.stepOf(startUnixSeconds, resolutionSeconds);
        return step == startUnixSeconds ? this : new TemplateKey(namespace, component, template, isError, step);
    }

    @Override
    public boolean isOf(String name) {
        return component.equals(name);
    }

    @Override
    public TemplateKey unnamed() {
        return of(OTHER);
    }

    /** The same of another template, as when templates were found to be one. */
    public TemplateKey of(int otherTemplate) {
        return new TemplateKey(namespace, component, otherTemplate, isError, startUnixSeconds);
    }

    /** By component, then template, then time. */
    @Override
    public int compareTo(TemplateKey other) {
        return ORDER.compare(this, other);
    }
}

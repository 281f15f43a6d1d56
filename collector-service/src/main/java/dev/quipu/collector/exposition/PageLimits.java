package dev.quipu.collector.exposition;

/**
 * What a page may hold; more is an error.
 *
 * @param maxSamples on the page
 * @param maxLineBytes of one line
 * @param maxLabels of one sample
 * @param maxNameBytes of a metric's or label's name
 * @param maxValueBytes of a label's value
 */
public record PageLimits(int maxSamples, int maxLineBytes, int maxLabels, int maxNameBytes, int maxValueBytes) {

    /** Beyond what sensible pages hold. */
    public static PageLimits ofSamples(int maxSamples) {
        return new PageLimits(maxSamples, 1 << 18, 128, 1024, 1 << 14);
    }
}

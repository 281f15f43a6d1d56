package dev.quipu.model.rollup;

/**
 * What a cell counts: something, within one step. Immutable.
 *
 * @param <K> the kind of key itself
 */
public sealed interface RollupKey<K> permits SpanKey, CallKey, TemplateKey {

    /** Start of the step, in Unix seconds, a multiple of the rollup's resolution. */
    long startUnixSeconds();

    /** The same in coarser steps. */
    K at(int resolutionSeconds);

    /** Whether it is about a component of that name. */
    boolean isOf(String component);

    /** The same without what tells a component's cells apart most finely: the span name or the template; of calls nothing. */
    K unnamed();

    /** The start of the step that a time lies in; 0 when all times are one. */
    static long stepOf(long unixSeconds, int resolutionSeconds) {
        return resolutionSeconds == Rollup.WHOLE
                ? 0
                : Math.floorDiv(unixSeconds, (long) resolutionSeconds) * resolutionSeconds;
    }
}

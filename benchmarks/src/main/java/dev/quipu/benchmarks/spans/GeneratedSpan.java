package dev.quipu.benchmarks.spans;

import io.opentelemetry.proto.trace.v1.Span;

/**
 * A span of the workload before it is packed into a request.
 *
 * @param instance who sends it
 * @param wave number of the group of traces that are open at the same time; they share a clock reading
 * @param span with times relative to {@link #EPOCH_UNIX_NANO}, at which its trace is over
 */
record GeneratedSpan(Service.Instance instance, int wave, Span span) {

    /** Where the clock of an unsent span stands; sending moves it to the present. */
    static final long EPOCH_UNIX_NANO = 1_000_000_000_000_000_000L;
}

package dev.quipu.analysis.trace;

import dev.quipu.model.Span;

/**
 * Whether a span waited for its child, told by times and kinds. A message's consumer is not waited for. What a
 * component goes on doing by itself after its parent has ended was not waited for either; a server that ends after its
 * client is one whose client gave up, and was waited for as long as the client lasted.
 */
final class Waiting {

    private Waiting() {}

    static boolean isAwaited(Trace trace, Timeline times, int parent, int child) {
        int kind = trace.spans().get(child).kind();
        boolean overlaps = times.start(child) < times.end(parent) && times.end(child) > times.start(parent);
        if (!overlaps || kind == Span.Kind.CONSUMER.ordinal()) {
            return false;
        }
        boolean outlives = times.end(child) > times.end(parent);
        return !outlives || kind == Span.Kind.SERVER.ordinal() || kind == Span.Kind.UNSPECIFIED.ordinal();
    }
}

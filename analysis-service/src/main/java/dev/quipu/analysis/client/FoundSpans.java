package dev.quipu.analysis.client;

import dev.quipu.model.Span;
import java.util.List;

/**
 * The spans of the traces asked for; of a trace that is not stored there are none.
 *
 * @param truncated whether storage left spans out
 */
public record FoundSpans(List<Span> spans, boolean truncated) {

    public FoundSpans {
        spans = List.copyOf(spans);
    }
}

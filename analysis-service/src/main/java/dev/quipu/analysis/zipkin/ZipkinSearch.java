package dev.quipu.analysis.zipkin;

import dev.quipu.analysis.read.Window;
import java.util.Map;

/**
 * A search as Zipkin's clients ask for it.
 *
 * @param service empty for any
 * @param remoteService empty for any
 * @param spanName empty for any
 * @param annotations tag key to value, all of which have to hold; an empty value stands for any, or for an annotation of
 *     that name
 * @param minDurationMicros 0 for no bound
 * @param maxDurationMicros 0 for no bound
 * @param limit traces, at least 1
 */
public record ZipkinSearch(
        String service,
        String remoteService,
        String spanName,
        Map<String, String> annotations,
        long minDurationMicros,
        long maxDurationMicros,
        Window window,
        int limit) {

    public ZipkinSearch {
        annotations = Map.copyOf(annotations);
    }
}

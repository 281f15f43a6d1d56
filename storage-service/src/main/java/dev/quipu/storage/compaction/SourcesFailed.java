package dev.quipu.storage.compaction;

import java.util.Map;
import java.util.UUID;

/** Nothing was changed: some sources cannot be merged. Without them the others can. */
final class SourcesFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Map<UUID, Why> sources;

    SourcesFailed(Map<UUID, Why> sources) {
        super(sources.toString(), null, false, false);
        this.sources = Map.copyOf(sources);
    }

    Map<UUID, Why> sources() {
        return sources;
    }

    /** What is wrong with a source. */
    record Why(Throwable failure) {
        static final Why TOO_LARGE = new Why(new IllegalArgumentException(
                "expected at most " + MergeSources.MAX_DECODED_BYTES + " bytes of text when decoded, it has more"));
    }
}

package dev.quipu.storage.search;

import dev.quipu.model.TraceId;
import java.util.List;
import java.util.Optional;

/**
 * Which stored spans of traces are looked for.
 *
 * @param range when they started; a hint that spares looking elsewhere
 * @param feedPosition only those of segments that stand up to here in the feed, without those that analysis could not
 *     digest; {@link #EVERYWHERE} for all
 * @param part only without those that this part of analysis could not digest
 */
public record TraceScope(String tenant, List<TraceId> ids, TimeRange range, long feedPosition, Optional<String> part) {

    /** Wherever in the feed. */
    public static final long EVERYWHERE = Long.MAX_VALUE;

    public TraceScope {
        ids = List.copyOf(ids);
    }

    public static TraceScope of(String tenant, List<TraceId> ids, TimeRange range) {
        return new TraceScope(tenant, ids, range, EVERYWHERE, Optional.empty());
    }
}

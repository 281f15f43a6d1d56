package dev.quipu.storage.segments;

import dev.quipu.model.segment.SegmentHead;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** The heads of the segments that were asked for. */
public record SegmentHeads(Map<UUID, SegmentHead> byId) {

    public SegmentHeads {
        byId = Map.copyOf(byId);
    }

    /**
     * @throws IllegalStateException when the snapshot had no such segment
     */
    public SegmentHead of(SegmentKey key) {
        SegmentHead head = byId.get(key.id());
        if (head == null) {
            throw new IllegalStateException("segment " + key.id() + ": expected its head in this snapshot");
        }
        return head;
    }

    public Collection<SegmentHead> all() {
        return byId.values();
    }
}

package dev.quipu.model.segment;

import dev.quipu.model.segment.SegmentHead.ComponentEntry;
import java.util.List;
import java.util.Optional;

/**
 * What is left when records were taken out, and what they were.
 *
 * @param remaining the very source when nothing was taken out
 * @param components whose records were taken out, each once, with their count and set-hash
 */
public record Removed<S>(Optional<S> remaining, List<ComponentEntry> components) {

    public Removed {
        components = List.copyOf(components);
    }

    static <S> Removed<S> nothing(S source) {
        return new Removed<>(Optional.of(source), List.of());
    }

    public long records() {
        return components.stream().mapToLong(ComponentEntry::records).sum();
    }

    /** What the source's set-hash is larger by than that of what remains, modulo 2^64. */
    public long setHash() {
        return components.stream().mapToLong(ComponentEntry::setHash).sum();
    }
}

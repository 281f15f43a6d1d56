package dev.quipu.model.segment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Bytes of a segment's body, from {@code offset} on. */
public record ByteRange(int offset, int length) {

    public ByteRange {
        if (offset < 0 || length < 0 || length > Integer.MAX_VALUE - offset) {
            throw new IllegalArgumentException("byte range: expected 0 or more, got " + offset + "+" + length);
        }
    }

    public int end() {
        return offset + length;
    }

    public boolean contains(ByteRange other) {
        return offset <= other.offset && end() >= other.end();
    }

    /** Fewer, longer ranges that cover the same bytes, and no gap longer than {@code maxGap}; in ascending order. */
    public static List<ByteRange> coalesce(Collection<ByteRange> ranges, int maxGap) {
        List<ByteRange> merged = new ArrayList<>();
        for (ByteRange range : ranges.stream()
                .sorted(Comparator.comparingInt(ByteRange::offset))
                .toList()) {
            int last = merged.size() - 1;
            if (last >= 0 && range.offset - merged.get(last).end() <= maxGap) {
                ByteRange previous = merged.get(last);
                merged.set(
                        last, new ByteRange(previous.offset, Math.max(previous.end(), range.end()) - previous.offset));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }
}

package dev.quipu.storage.segments;

import dev.quipu.model.segment.ByteRange;
import dev.quipu.model.segment.ChunkSource;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Byte ranges of one payload, in memory. */
final class FetchedChunks implements ChunkSource {

    private record Fetched(ByteRange range, ByteBuffer bytes) {}

    private final NavigableMap<Integer, Fetched> byOffset = new TreeMap<>();

    void add(ByteRange range, ByteBuffer bytes) {
        if (bytes.remaining() != range.length()) {
            throw new IllegalStateException("payload: expected " + range.length() + " bytes from " + range.offset()
                    + " on, got " + bytes.remaining());
        }
        byOffset.put(range.offset(), new Fetched(range, bytes));
    }

    @Override
    public ByteBuffer chunk(ByteRange wanted) {
        Map.Entry<Integer, Fetched> found = byOffset.floorEntry(wanted.offset());
        if (found == null || !found.getValue().range().contains(wanted)) {
            throw new IllegalStateException("payload: expected " + wanted + " to have been fetched, it was not");
        }
        Fetched fetched = found.getValue();
        return fetched.bytes().slice(wanted.offset() - fetched.range().offset(), wanted.length());
    }
}

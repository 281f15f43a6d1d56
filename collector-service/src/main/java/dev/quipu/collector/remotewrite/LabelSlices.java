package dev.quipu.collector.remotewrite;

import dev.quipu.model.otlp.ProtoReader;
import java.util.Arrays;

/** Offsets and lengths of texts in the request, as they are gathered. Not thread-safe. */
final class LabelSlices {

    private int[] values = new int[32];
    private int size;

    void clear() {
        size = 0;
    }

    void add(int offset, int length) {
        if (size + 2 > values.length) {
            values = Arrays.copyOf(values, 2 * values.length);
        }
        values[size++] = offset;
        values[size++] = length;
    }

    /** Adds the text that comes next. */
    void addText(ProtoReader in, int tag) {
        in.expect(tag, ProtoReader.LENGTH_DELIMITED);
        int length = in.readLength();
        add(in.position(), length);
        in.advance(length);
    }

    /** Number of texts. */
    int texts() {
        return size / 2;
    }

    int offset(int text) {
        return values[2 * text];
    }

    int length(int text) {
        return values[2 * text + 1];
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}

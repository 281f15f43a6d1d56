package dev.quipu.model.segment;

import dev.quipu.model.otlp.MetricWire;
import dev.quipu.model.otlp.ProtoReader;
import dev.quipu.model.segment.ValueRedaction.Change;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the attributes of one point after the other, each list kept once; what is wrong with a list is found out
 * once. Not thread-safe.
 */
final class AttributeSets {

    /** States of a list: not looked at yet, in order, or else the ordinal of a reason plus {@link #REJECTED}. */
    private static final int UNKNOWN = 0;

    private static final int IN_ORDER = 1;
    private static final int REJECTED = 2;

    private final SideTable side;
    private final BytesPool pool;
    private final AttributeReader reader;
    private final ByteSink block = new ByteSink(1 << 10);
    private byte[] states = new byte[64];

    AttributeSets(RecordTable table, AttributeReader reader) {
        this.side = table.side(MetricsSchema.ATTRIBUTES);
        this.pool = table.pool;
        this.reader = reader;
    }

    /** Starts a point. */
    void begin() {
        block.clear();
    }

    /** Takes a {@code KeyValue}, length first. */
    void add(ProtoReader in) {
        int length = in.readLength();
        Change change = reader.change(in, length);
        if (change == null) {
            add(in.buffer(), in.position(), length);
        } else {
            add(change.message(), 0, change.message().length);
        }
        in.advance(length);
    }

    private void add(byte[] buffer, int offset, int length) {
        block.writeByte(MetricWire.ATTRIBUTES << 3 | ProtoReader.LENGTH_DELIMITED);
        block.writeVarint(length);
        block.writeBytes(buffer, offset, length);
    }

    /** The row of the point's list. */
    int row() {
        int row = side.rowOf(block.buffer(), 0, block.size());
        if (row >= states.length) {
            states = Arrays.copyOf(states, Math.max(row + 1, 2 * states.length));
        }
        if (states[row] == UNKNOWN) {
            states[row] = (byte) check(side.block(row));
        }
        return row;
    }

    private int check(int reference) {
        reader.begin();
        ProtoReader in = new ProtoReader(pool.bytes(), pool.offset(reference), pool.length(reference));
        while (in.hasMore()) {
            in.readTag();
            reader.check(in);
        }
        RejectReason reason = reader.rejection();
        return reason == null ? IN_ORDER : REJECTED + reason.ordinal();
    }

    /** Why points with that list cannot be kept, if so. */
    @Nullable
    RejectReason rejection(int row) {
        return states[row] == IN_ORDER ? null : RejectReason.values()[states[row] - REJECTED];
    }
}

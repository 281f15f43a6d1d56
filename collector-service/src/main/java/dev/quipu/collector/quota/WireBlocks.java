package dev.quipu.collector.quota;

import dev.quipu.model.otlp.ProtoReader;

/** Walks over nested messages in the wire form. */
final class WireBlocks {

    /** Field of {@code resource_spans}, {@code resource_logs} and {@code resource_metrics} in their requests. */
    static final int RESOURCES = 1;

    /** Reads one nested message. */
    interface Block {
        /** @param in narrowed to it; need not be read to its end */
        void read(ProtoReader in);
    }

    private WireBlocks() {}

    /** Gives every message at the field in the rest of the reader; passes over what else is there. */
    static void each(ProtoReader in, int field, Block block) {
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag >>> 3 == field) {
                in.expect(tag, ProtoReader.LENGTH_DELIMITED);
                int outer = in.enter();
                block.read(in);
                in.leave(outer);
            } else {
                in.skip(tag);
            }
        }
    }
}

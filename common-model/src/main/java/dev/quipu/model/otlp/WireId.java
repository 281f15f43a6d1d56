package dev.quipu.model.otlp;

import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Trace and span ids on the wire: 16 and 8 bytes, big-endian; no bytes stand for no id. */
public final class WireId {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private WireId() {}

    /** Eight bytes from {@code offset}. */
    public static long at(byte[] buffer, int offset) {
        return (long) LONG.get(buffer, offset);
    }

    /** The upper half of the id whose length comes next; does not move past it. 0 when it is empty. */
    static long high(ProtoReader in) {
        int begin = in.position();
        int length = lengthOf(in, TraceId.BYTES);
        long value = length == 0 ? 0 : at(in.buffer(), in.position());
        in.seek(begin);
        return value;
    }

    /** The lower half of the id whose length comes next; moves past it. 0 when it is empty. */
    static long low(ProtoReader in) {
        int length = lengthOf(in, TraceId.BYTES);
        long value = length == 0 ? 0 : at(in.buffer(), in.position() + Long.BYTES);
        in.advance(length);
        return value;
    }

    /** A span id; 0 when it is empty. */
    static long read64(ProtoReader in) {
        int length = lengthOf(in, SpanId.BYTES);
        long value = length == 0 ? 0 : at(in.buffer(), in.position());
        in.advance(length);
        return value;
    }

    private static int lengthOf(ProtoReader in, int expected) {
        int length = in.readLength();
        if (length != expected && length != 0) {
            throw in.malformed("an id of " + expected + " bytes", length + " bytes");
        }
        return length;
    }
}

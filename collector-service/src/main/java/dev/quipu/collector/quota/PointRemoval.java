package dev.quipu.collector.quota;

import dev.quipu.model.otlp.MetricField;
import dev.quipu.model.otlp.ProtoReader;
import dev.quipu.model.otlp.ProtoWriter;
import dev.quipu.model.otlp.ResourceWire;
import java.util.BitSet;

/**
 * Takes points out of a metrics request, and metrics, scopes and resources of which none is left. What else is in the
 * request stays, fields that are not known here included. Not thread-safe.
 */
public final class PointRemoval {

    /** Of the messages on the way to a point, those that hold it. */
    private enum Level {
        REQUEST,
        RESOURCE,
        SCOPE,
        METRIC,
        DATA
    }

    /**
     * What is left of a request, and what is not.
     *
     * @param body the request without the points
     * @param numbers points of gauges and sums that were taken out
     * @param distributions other points that were taken out
     * @param exemplars of all these
     */
    public record Rest(byte[] body, long numbers, long distributions, long exemplars) {

        public long points() {
            return numbers + distributions;
        }
    }

    private final BitSet refused;
    private final ProtoWriter out;
    private int point;
    private long numbers;
    private long distributions;
    private long exemplars;

    private PointRemoval(BitSet refused, int length) {
        this.refused = refused;
        this.out = new ProtoWriter(length);
    }

    /**
     * @param body a request at 0 to {@code length} that can be read to its end; not changed
     * @param refused the points to take out, by their order
     */
    public static Rest apply(byte[] body, int length, BitSet refused) {
        PointRemoval removal = new PointRemoval(refused, length);
        removal.copy(new ProtoReader(body, 0, length), Level.REQUEST, 0);
        return new Rest(removal.out.toBytes(), removal.numbers, removal.distributions, removal.exemplars);
    }

    /** @param within field of the message that is copied, in the one around it */
    private void copy(ProtoReader in, Level level, int within) {
        while (in.hasMore()) {
            int tag = in.readTag();
            if ((tag & 7) != ProtoReader.LENGTH_DELIMITED || !isOnTheWay(level, tag >>> 3)) {
                copyField(in, tag);
            } else if (level != Level.DATA) {
                copyMessage(in, level, tag >>> 3);
            } else if (refused.get(point++)) {
                leaveOut(in, within);
            } else {
                copyField(in, tag);
            }
        }
    }

    private static boolean isOnTheWay(Level level, int field) {
        return switch (level) {
            case REQUEST -> field == WireBlocks.RESOURCES;
            case RESOURCE, SCOPE -> field == ResourceWire.CONTENT;
            case METRIC -> isData(field);
            case DATA -> field == MetricField.DATA_POINTS;
        };
    }

    private static boolean isData(int field) {
        return switch (field) {
            case MetricField.GAUGE,
                    MetricField.SUM,
                    MetricField.HISTOGRAM,
                    MetricField.EXPONENTIAL_HISTOGRAM,
                    MetricField.SUMMARY -> true;
            default -> false;
        };
    }

    private void copyMessage(ProtoReader in, Level level, int field) {
        int sizeBefore = out.size();
        int pointsBefore = point;
        long removedBefore = numbers + distributions;
        int outer = in.enter();
        int begun = out.begin(field);
        copy(in, Level.values()[level.ordinal() + 1], field);
        out.end(begun);
        in.leave(outer);
        long removed = numbers + distributions - removedBefore;
        if (removed > 0 && removed == point - pointsBefore) {
            out.truncate(sizeBefore);
        }
    }

    private void copyField(ProtoReader in, int tag) {
        int field = tag >>> 3;
        switch (tag & 7) {
            case ProtoReader.VARINT -> out.writeVarint(field, in.readVarint());
            case ProtoReader.FIXED64 -> out.writeFixed64(field, in.readFixed64());
            case ProtoReader.FIXED32 -> out.writeFixed32(field, in.readFixed32());
            default -> {
                in.expect(tag, ProtoReader.LENGTH_DELIMITED);
                int length = in.readLength();
                out.writeBytes(field, in.buffer(), in.position(), length);
                in.advance(length);
            }
        }
    }

    private void leaveOut(ProtoReader in, int dataField) {
        int exemplarsField = switch (dataField) {
            case MetricField.GAUGE, MetricField.SUM -> MetricField.NUMBER_EXEMPLARS;
            case MetricField.HISTOGRAM -> MetricField.HISTOGRAM_EXEMPLARS;
            case MetricField.EXPONENTIAL_HISTOGRAM -> MetricField.EXPONENTIAL_EXEMPLARS;
            default -> 0;
        };
        int outer = in.enter();
        WireBlocks.each(in, exemplarsField, exemplar -> exemplars++);
        in.leave(outer);
        if (dataField == MetricField.GAUGE || dataField == MetricField.SUM) {
            numbers++;
        } else {
            distributions++;
        }
    }
}

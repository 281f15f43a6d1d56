package dev.quipu.collector.quota;

import dev.quipu.model.Signal;
import dev.quipu.model.otlp.MetricField;
import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.otlp.ProtoReader;
import dev.quipu.model.otlp.ResourceWire;

/** Counts the records of an OTLP request by its lengths, without reading any of them. */
final class RecordCount {

    /** Field of {@code resource_spans}, {@code resource_logs} and {@code resource_metrics} in their requests. */
    private static final int RESOURCE_BLOCKS = 1;

    private final Signal signal;
    private long records;

    private RecordCount(Signal signal) {
        this.signal = signal;
    }

    private interface Block {
        void read(ProtoReader in);
    }

    /** Of a body that is damaged, those before the damage. */
    static long of(Signal signal, byte[] body, int length) {
        RecordCount count = new RecordCount(signal);
        try {
            eachBlock(new ProtoReader(body, 0, length), RESOURCE_BLOCKS, count::countResource);
        } catch (OtlpFormatException e) {
            return count.records; // whoever reads the records will say so
        }
        return count.records;
    }

    private void countResource(ProtoReader in) {
        eachBlock(in, ResourceWire.CONTENT, this::countScope);
    }

    private void countScope(ProtoReader in) {
        eachBlock(
                in, ResourceWire.CONTENT, signal == Signal.METRICS ? RecordCount.this::countPoints : one -> records++);
    }

    private void countPoints(ProtoReader in) {
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case MetricField.GAUGE,
                        MetricField.SUM,
                        MetricField.HISTOGRAM,
                        MetricField.EXPONENTIAL_HISTOGRAM,
                        MetricField.SUMMARY -> {
                    in.expect(tag, ProtoReader.LENGTH_DELIMITED);
                    int outer = in.enter();
                    eachBlock(in, MetricField.DATA_POINTS, point -> records++);
                    in.leave(outer);
                }
                default -> in.skip(tag);
            }
        }
    }

    private static void eachBlock(ProtoReader in, int field, Block block) {
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

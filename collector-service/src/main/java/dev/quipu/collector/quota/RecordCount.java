package dev.quipu.collector.quota;

import dev.quipu.model.Signal;
import dev.quipu.model.otlp.MetricField;
import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.otlp.ProtoReader;
import dev.quipu.model.otlp.ResourceWire;

/** Counts the records of an OTLP request by its lengths, without reading any of them. */
final class RecordCount {

    private final Signal signal;
    private long records;

    private RecordCount(Signal signal) {
        this.signal = signal;
    }

    /** Of a body that is damaged, those before the damage. */
    static long of(Signal signal, byte[] body, int length) {
        RecordCount count = new RecordCount(signal);
        try {
            WireBlocks.each(new ProtoReader(body, 0, length), WireBlocks.RESOURCES, count::countResource);
        } catch (OtlpFormatException e) {
            return count.records; // whoever reads the records will say so
        }
        return count.records;
    }

    private void countResource(ProtoReader in) {
        WireBlocks.each(in, ResourceWire.CONTENT, this::countScope);
    }

    private void countScope(ProtoReader in) {
        WireBlocks.each(
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
                    WireBlocks.each(in, MetricField.DATA_POINTS, point -> records++);
                    in.leave(outer);
                }
                default -> in.skip(tag);
            }
        }
    }
}

package dev.quipu.collector.prometheus;

import dev.quipu.model.KeyValue;
import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.otlp.ProtoWriter;
import java.util.List;

/** The labels of a series as attributes of a point, written when the point is. */
@FunctionalInterface
public interface Attributes {

    /** Writes each as a {@code KeyValue} message under the field number. */
    void write(ProtoWriter out, int field);

    static Attributes of(List<KeyValue> attributes) {
        return (out, field) -> AnyValueWire.writeAll(out, field, attributes);
    }
}

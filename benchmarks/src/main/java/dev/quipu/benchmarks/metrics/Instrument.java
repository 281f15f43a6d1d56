package dev.quipu.benchmarks.metrics;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A metric that every instance of the fleet reports, with a series for each value of an attribute.
 *
 * @param series how many each instance has
 */
record Instrument(String name, String unit, Behaviour behaviour, String attribute, int series) {

    /** How values go on from one report to the next. */
    enum Behaviour {
        /** Grows by some whole number. */
        COUNTER,
        /** Grows by some whole number, and is a double. */
        DOUBLE_COUNTER,
        /** Grows by hundredths. */
        SECONDS_COUNTER,
        /** A whole number that walks. */
        INTEGER_GAUGE,
        /** Walks by tenths. */
        DECIMAL_GAUGE,
        /** Any double from 0 to 1. */
        RATIO,
        /** Hardly ever changes. */
        CONSTANT,
        /** A histogram of 15 buckets. */
        HISTOGRAM
    }

    /** 160 series an instance; about one in twenty is a histogram. */
    static final List<Instrument> ALL = List.of(
            new Instrument("http.server.requests", "{request}", Behaviour.COUNTER, "http.route", 10),
            new Instrument("http.server.request.duration", "s", Behaviour.HISTOGRAM, "http.route", 8),
            new Instrument("http.server.response.size", "By", Behaviour.DOUBLE_COUNTER, "http.route", 10),
            new Instrument("system.cpu.time", "s", Behaviour.SECONDS_COUNTER, "cpu.mode", 16),
            new Instrument("system.memory.usage", "By", Behaviour.INTEGER_GAUGE, "system.memory.state", 16),
            new Instrument("db.client.connections", "{connection}", Behaviour.INTEGER_GAUGE, "pool.name", 16),
            new Instrument("queue.length", "{message}", Behaviour.DECIMAL_GAUGE, "messaging.destination.name", 24),
            new Instrument("system.cpu.utilization", "1", Behaviour.RATIO, "cpu", 8),
            new Instrument("system.disk.io", "By", Behaviour.COUNTER, "system.device", 20),
            new Instrument("jvm.threads", "{thread}", Behaviour.CONSTANT, "jvm.thread.state", 22),
            new Instrument("cache.hits", "{hit}", Behaviour.COUNTER, "cache.name", 10));

    /** The same with a gauge in the place of the histogram. */
    static final List<Instrument> GAUGES_AND_COUNTERS = ALL.stream()
            .map(instrument -> instrument.behaviour() == Behaviour.HISTOGRAM
                    ? new Instrument(
                            "http.server.active_requests",
                            "{request}",
                            Behaviour.INTEGER_GAUGE,
                            instrument.attribute(),
                            instrument.series())
                    : instrument)
            .toList();

    List<KeyValue> attributes(int number) {
        List<KeyValue> attributes = new ArrayList<>();
        attributes.add(text(attribute, attribute.substring(attribute.lastIndexOf('.') + 1) + "-" + number));
        if (behaviour == Behaviour.COUNTER) {
            attributes.add(text("http.request.method", number % 3 == 0 ? "POST" : "GET"));
        }
        return attributes;
    }

    static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}

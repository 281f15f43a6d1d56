package dev.quipu.benchmarks.metrics;

import java.util.List;

/** Which kinds of metrics a fleet reports: 160 series of an instance in any case. */
public enum MetricMix {
    ALL_KINDS(Instrument.ALL),
    GAUGES_AND_COUNTERS(Instrument.GAUGES_AND_COUNTERS);

    private final List<Instrument> instruments;

    MetricMix(List<Instrument> instruments) {
        this.instruments = instruments;
    }

    List<Instrument> instruments() {
        return instruments;
    }
}

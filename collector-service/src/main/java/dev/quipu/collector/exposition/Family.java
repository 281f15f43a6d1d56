package dev.quipu.collector.exposition;

import dev.quipu.collector.prometheus.MetricType;
import java.util.ArrayList;
import java.util.List;

/** The samples of one metric family with what the page says of it, as they are gathered. */
final class Family {

    private final String name;
    private final List<Sample> samples = new ArrayList<>();
    private MetricType type = MetricType.UNKNOWN;
    private String help = "";
    private String unit = "";

    Family(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    List<Sample> samples() {
        return samples;
    }

    MetricType type() {
        return type;
    }

    void type(MetricType itsType) {
        type = itsType;
    }

    String help() {
        return help;
    }

    void help(String text) {
        help = text;
    }

    String unit() {
        return unit;
    }

    void unit(String text) {
        unit = text;
    }

    /** The suffixes that its samples may have; the empty one for its own name. */
    List<String> suffixes() {
        return switch (type) {
            case COUNTER -> List.of("", "_total", "_created");
            case HISTOGRAM -> List.of("_bucket", "_count", "_sum", "_created");
            case GAUGEHISTOGRAM -> List.of("_bucket", "_gcount", "_gsum");
            case SUMMARY -> List.of("", "_count", "_sum", "_created");
            case INFO -> List.of("", "_info");
            case GAUGE, UNKNOWN, STATESET -> List.of("");
        };
    }

    /** What of a sample's name is beyond the family's. */
    String suffixOf(Sample sample) {
        return sample.name().substring(name.length());
    }
}

package dev.quipu.collector.remotewrite;

import dev.quipu.collector.prometheus.MetricType;
import dev.quipu.model.otlp.ProtoReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request of version 1.0 says of families of metrics, beside the series and not with them. It holds for the
 * request that it comes in and is not remembered: a request sent again must become what it became before.
 */
final class FamilyMetadata {

    private static final List<String> SUFFIXES =
            List.of("_total", "_bucket", "_count", "_sum", "_created", "_info", "_gcount", "_gsum");

    private record Family(MetricType type, String help, String unit) {}

    private final Map<String, Family> families = new HashMap<>();

    /** Reads the rest of the reader as {@code MetricMetadata}. */
    void read(ProtoReader in) {
        MetricType type = MetricType.UNKNOWN;
        String name = "";
        String help = "";
        String unit = "";
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case 1 << 3 | ProtoReader.VARINT -> type = MetricType.ofCode(in.readVarint());
                case 2 << 3 | ProtoReader.LENGTH_DELIMITED -> name = in.readString();
                case 4 << 3 | ProtoReader.LENGTH_DELIMITED -> help = in.readString();
                case 5 << 3 | ProtoReader.LENGTH_DELIMITED -> unit = in.readString();
                default -> in.skip(tag);
            }
        }
        families.put(name, new Family(type, help, unit));
    }

    /** Gives a series what is said of its family. */
    void describe(SeriesMessage series, String name) {
        if (families.isEmpty()) {
            return;
        }
        Family family = families.get(name);
        for (int i = 0; family == null && i < SUFFIXES.size(); i++) {
            String suffix = SUFFIXES.get(i);
            if (name.endsWith(suffix)) {
                family = families.get(name.substring(0, name.length() - suffix.length()));
            }
        }
        if (family != null) {
            series.type = family.type();
            series.help = family.help();
            series.unit = family.unit();
        }
    }
}

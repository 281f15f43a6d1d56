package dev.quipu.collector.prometheus;

import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Resource;
import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.otlp.MetricField;
import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.otlp.ProtoWriter;
import dev.quipu.model.otlp.ResourceWire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An {@code ExportMetricsServiceRequest} while it is written: points come in any order and are grouped by resource,
 * scope and metric, in the order of the first of each. Not thread-safe.
 */
public final class MetricsRequest {

    /** The scope of what says of none, as the compatibility specification wants one. */
    public static final InstrumentationScope OWN_SCOPE =
            new InstrumentationScope("dev.quipu.collector.prometheus", "", List.of(), 0, "");

    private static final String PROMETHEUS_TYPE = "prometheus.type";
    private static final int RESOURCE_METRICS = 1;
    private final Map<Resource, Block> blocks = new LinkedHashMap<>();
    private final OutputBound bound;

    /** @param maxBytes more than so much is refused by an {@link OtlpFormatException} where it is written */
    public MetricsRequest(int maxBytes) {
        bound = new OutputBound(maxBytes);
    }

    /** The metrics of one resource. */
    public final class Block {

        private final Map<InstrumentationScope, Map<MetricHead, Points>> scopes = new LinkedHashMap<>();

        private Block() {}

        public Points points(InstrumentationScope scope, MetricHead metric) {
            return scopes.computeIfAbsent(scope, unseen -> new LinkedHashMap<>())
                    .computeIfAbsent(metric, unseen -> {
                        bound.add(metric.name().length()
                                + metric.description().length()
                                + metric.unit().length());
                        return new Points(metric.shape(), bound);
                    });
        }
    }

    public Block of(Resource resource) {
        return blocks.computeIfAbsent(resource, unseen -> new Block());
    }

    /** The message; after this nothing more is written. */
    public byte[] toBytes() {
        ProtoWriter out = new ProtoWriter(1 << 16);
        blocks.forEach((resource, block) -> {
            int resourceMetrics = out.begin(RESOURCE_METRICS);
            ResourceWire.write(out, resource);
            block.scopes.forEach((scope, metrics) -> {
                int scopeMetrics = out.begin(ResourceWire.CONTENT);
                ResourceWire.write(out, scope);
                metrics.forEach((head, points) -> write(out, head, points));
                out.end(scopeMetrics);
            });
            out.end(resourceMetrics);
        });
        return out.toBytes();
    }

    private static void write(ProtoWriter out, MetricHead head, Points points) {
        int metric = out.begin(ResourceWire.CONTENT);
        out.writeStringOrOmit(MetricField.NAME, head.name());
        out.writeStringOrOmit(MetricField.DESCRIPTION, head.description());
        out.writeStringOrOmit(MetricField.UNIT, head.unit());
        points.writeTo(out);
        AnyValueWire.writeAll(
                out,
                MetricField.METADATA,
                List.of(KeyValue.of(PROMETHEUS_TYPE, head.type().label())));
        out.end(metric);
    }
}

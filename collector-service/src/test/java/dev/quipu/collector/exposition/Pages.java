package dev.quipu.collector.exposition;

import dev.quipu.collector.prometheus.MetricsRequest;
import dev.quipu.model.KeyValue;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/** Pages and what OTLP's own classes make of what is made of them. */
final class Pages {

    static final long SCRAPED = 1_700_000_000_000_000_000L;
    static final PageLimits LIMITS = PageLimits.ofSamples(10_000);
    static final PageTarget CART =
            new PageTarget("cart", "host:1", List.of(KeyValue.of("env", "prod")), List.of(), false);

    private Pages() {}

    record Read(Page page, SeriesSet series, ExportMetricsServiceRequest request) {

        Metric metric(String name) {
            return metrics()
                    .filter(metric -> metric.getName().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        List<String> names() {
            return metrics().map(Metric::getName).toList();
        }

        private Stream<Metric> metrics() {
            return request.getResourceMetricsList().stream()
                    .flatMap(block -> block.getScopeMetricsList().stream())
                    .flatMap(block -> block.getMetricsList().stream());
        }
    }

    static Read text(String page) throws Exception {
        return read(page, PageFormat.TEXT, CART);
    }

    static Read openMetrics(String page) throws Exception {
        return read(page, PageFormat.OPENMETRICS, CART);
    }

    static Read read(String page, PageFormat format, PageTarget target) throws Exception {
        return read(page.getBytes(StandardCharsets.UTF_8), format, target);
    }

    static Read read(byte[] page, PageFormat format, PageTarget target) throws Exception {
        Page read = Page.read(page, page.length, format, LIMITS);
        MetricsRequest out = new MetricsRequest(1 << 24);
        SeriesSet series = read.writeTo(out, target.describedBy(read.described()), SCRAPED);
        return new Read(read, series, ExportMetricsServiceRequest.parseFrom(out.toBytes()));
    }

    static Read ends(Read of, LongPredicate ended) throws Exception {
        MetricsRequest out = new MetricsRequest(1 << 24);
        of.page().writeEnds(out, CART, SCRAPED, ended);
        return new Read(of.page(), of.series(), ExportMetricsServiceRequest.parseFrom(out.toBytes()));
    }

    static List<String> pairs(List<io.opentelemetry.proto.common.v1.KeyValue> attributes) {
        return attributes.stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().getStringValue())
                .toList();
    }
}

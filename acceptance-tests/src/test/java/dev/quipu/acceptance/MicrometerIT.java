package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.ipc.http.HttpUrlConnectionSender;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpHttpMetricsSender;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Micrometer's OTLP registry publishes; storage gives back every field of what it sent. */
class MicrometerIT {

    private final Cluster cluster = Cluster.shared();
    private final String instance = UUID.randomUUID().toString();

    private OtlpConfig config(io.micrometer.registry.otlp.AggregationTemporality temporality) {
        return new OtlpConfig() {
            @Override
            public String get(String key) {
                return null;
            }

            @Override
            public String url() {
                return cluster.otlpHttp().metrics().toString();
            }

            @Override
            public Duration step() {
                return Duration.ofHours(1); // published by closing the registry
            }

            @Override
            public io.micrometer.registry.otlp.AggregationTemporality aggregationTemporality() {
                return temporality;
            }

            @Override
            public Map<String, String> resourceAttributes() {
                return Map.of("service.name", "acceptance-micrometer", "service.instance.id", instance);
            }
        };
    }

    @ParameterizedTest
    @EnumSource(io.micrometer.registry.otlp.AggregationTemporality.class)
    void metersAreReadBackEqual(io.micrometer.registry.otlp.AggregationTemporality temporality) {
        List<byte[]> sent = new ArrayList<>();
        OtlpMetricsSender sender = new OtlpHttpMetricsSender(new HttpUrlConnectionSender());
        OtlpMeterRegistry registry = OtlpMeterRegistry.builder(config(temporality))
                .clock(Clock.SYSTEM)
                .metricsSender(request -> {
                    sender.send(request);
                    sent.add(request.getMetricsData());
                })
                .build();

        useMeters(registry);
        registry.close();

        List<OtlpPoint> expected =
                sent.stream().flatMap(body -> OtlpPoint.listOf(body).stream()).toList();
        assertThat(expected).hasSizeGreaterThan(4);
        assertThat(cluster.storageApi().points("{instance=\"" + instance + "\"}"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static void useMeters(OtlpMeterRegistry registry) {
        registry.counter("orders", Tags.of("kind", "new")).increment(3);
        Gauge.builder("queue", () -> 7.5).baseUnit("orders").register(registry);
        Timer timer = Timer.builder("checkout").publishPercentileHistogram().register(registry);
        timer.record(20, TimeUnit.MILLISECONDS);
        timer.record(3, TimeUnit.SECONDS);
        DistributionSummary.builder("size")
                .baseUnit("bytes")
                .serviceLevelObjectives(10, 100)
                .register(registry)
                .record(42);
        registry.more().longTaskTimer("import").start();
    }
}

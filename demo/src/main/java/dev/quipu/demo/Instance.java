package dev.quipu.demo;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.semconv.ServiceAttributes;
import io.opentelemetry.semconv.TelemetryAttributes;
import io.opentelemetry.semconv.incubating.CloudIncubatingAttributes;
import io.opentelemetry.semconv.incubating.DeploymentIncubatingAttributes;
import io.opentelemetry.semconv.incubating.HostIncubatingAttributes;
import io.opentelemetry.semconv.incubating.ServiceIncubatingAttributes;
import java.time.Duration;
import java.util.List;

/** One running process of the shop, with an SDK of its own, as in production. */
final class Instance {

    /** Upper bounds, as the semantic conventions advise for durations of requests. */
    private static final List<Double> BUCKETS_SECONDS =
            List.of(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);

    private final String service;
    private final String version;
    private final String region;
    private final SdkTracerProvider tracers;
    private final SdkLoggerProvider loggers;
    private final SdkMeterProvider meters;
    private final DoubleHistogram served;
    private final DoubleHistogram operated;

    Instance(String service, String version, String region, int number, Telemetry exporter) {
        this.service = service;
        this.version = version;
        this.region = region;
        Resource resource = Resource.builder()
                .put(ServiceAttributes.SERVICE_NAME, service)
                .put(ServiceAttributes.SERVICE_VERSION, version)
                .put(ServiceIncubatingAttributes.SERVICE_NAMESPACE, "shop")
                .put(ServiceIncubatingAttributes.SERVICE_INSTANCE_ID, service + "-" + region + "-" + number)
                .put(DeploymentIncubatingAttributes.DEPLOYMENT_ENVIRONMENT_NAME, "demo")
                .put(CloudIncubatingAttributes.CLOUD_REGION, region)
                .put(HostIncubatingAttributes.HOST_NAME, "node-" + region + "-" + number % 2)
                .put(TelemetryAttributes.TELEMETRY_SDK_NAME, "opentelemetry")
                .put(TelemetryAttributes.TELEMETRY_SDK_LANGUAGE, "java")
                .build();
        this.tracers = SdkTracerProvider.builder()
                .setResource(resource)
                .addSpanProcessor(BatchSpanProcessor.builder(exporter.spans())
                        .setMaxQueueSize(16_384)
                        .setMaxExportBatchSize(512)
                        .build())
                .build();
        this.loggers = SdkLoggerProvider.builder()
                .setResource(resource)
                .addLogRecordProcessor(BatchLogRecordProcessor.builder(exporter.logs())
                        .setMaxQueueSize(16_384)
                        .build())
                .build();
        this.meters = SdkMeterProvider.builder()
                .setResource(resource)
                .setClock(exporter.clock())
                .registerMetricReader(PeriodicMetricReader.builder(exporter.metrics())
                        .setInterval(Duration.ofDays(1))
                        .build())
                .build();
        this.served =
                durations("shop.http.server", "http.server.request.duration", "Duration of HTTP server requests.");
        this.operated =
                durations("shop.database", "db.client.operation.duration", "Duration of database client operations.");
    }

    private DoubleHistogram durations(String scope, String name, String description) {
        return meters.get(scope)
                .histogramBuilder(name)
                .setUnit("s")
                .setDescription(description)
                .setExplicitBucketBoundariesAdvice(BUCKETS_SECONDS)
                .build();
    }

    String service() {
        return service;
    }

    String version() {
        return version;
    }

    String region() {
        return region;
    }

    Tracer tracer(String scope) {
        return tracers.get(scope, "1.0.0");
    }

    Logger logger(String scope) {
        return loggers.get(scope);
    }

    /** A request was answered. @param context of its span */
    void served(Duration took, Attributes attributes, Context context) {
        served.record(took.toNanos() / 1e9, attributes, context);
    }

    /** A database answered. @param context of the client's span */
    void operated(Duration took, Attributes attributes, Context context) {
        operated.record(took.toNanos() / 1e9, attributes, context);
    }

    /** Sends the spans and log records that are waiting. */
    CompletableResultCode flush() {
        return CompletableResultCode.ofAll(List.of(tracers.forceFlush(), loggers.forceFlush()));
    }

    /** Tells its metrics as they are now, by the clock that they go by. */
    CompletableResultCode tellMetrics() {
        return meters.forceFlush();
    }
}

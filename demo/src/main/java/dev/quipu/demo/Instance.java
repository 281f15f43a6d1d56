package dev.quipu.demo;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.semconv.ServiceAttributes;
import io.opentelemetry.semconv.TelemetryAttributes;
import io.opentelemetry.semconv.incubating.CloudIncubatingAttributes;
import io.opentelemetry.semconv.incubating.DeploymentIncubatingAttributes;
import io.opentelemetry.semconv.incubating.HostIncubatingAttributes;
import io.opentelemetry.semconv.incubating.ServiceIncubatingAttributes;

/** One running process of the shop, with an SDK of its own, as in production. */
final class Instance {

    private final String service;
    private final String version;
    private final String region;
    private final SdkTracerProvider tracers;

    Instance(String service, String version, String region, int number, SpanExporter exporter) {
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
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setMaxQueueSize(16_384)
                        .setMaxExportBatchSize(512)
                        .build())
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

    CompletableResultCode flush() {
        return tracers.forceFlush();
    }
}

package dev.quipu.benchmarks.spans;

import static dev.quipu.benchmarks.spans.Attributes.text;

import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.List;
import java.util.stream.IntStream;

/** A service of the shop and its running instances. Each instance sends its own requests. */
record Service(String name, String language, List<Instance> instances) {

    static Service of(String name, String language, int instances) {
        return new Service(
                name,
                language,
                IntStream.range(0, instances)
                        .mapToObj(i -> Instance.of(name, language, i))
                        .toList());
    }

    /** One process of a service: what OTLP calls a resource, and the scope of its instrumentation. */
    record Instance(String service, String id, String host, Resource resource, InstrumentationScope scope) {

        static Instance of(String service, String language, int number) {
            String pod = service + "-" + Integer.toHexString((service.hashCode() & 0xffff) | 0x10000) + "-" + number;
            String host = "node-" + (Math.floorMod(pod.hashCode(), 6) + 1);
            Resource resource = Resource.newBuilder()
                    .addAttributes(text("service.namespace", "shop"))
                    .addAttributes(text("service.name", service))
                    .addAttributes(text("service.instance.id", pod))
                    .addAttributes(text("service.version", "2." + number + ".0"))
                    .addAttributes(text("deployment.environment.name", "production"))
                    .addAttributes(text("host.name", host))
                    .addAttributes(text("k8s.pod.name", pod))
                    .addAttributes(text("telemetry.sdk.language", language))
                    .addAttributes(text("telemetry.sdk.name", "opentelemetry"))
                    .addAttributes(text("telemetry.sdk.version", "1.55.0"))
                    .build();
            InstrumentationScope scope = InstrumentationScope.newBuilder()
                    .setName("io.opentelemetry." + language + ".http")
                    .setVersion("2.20.0")
                    .build();
            return new Instance(service, pod, host, resource, scope);
        }
    }
}

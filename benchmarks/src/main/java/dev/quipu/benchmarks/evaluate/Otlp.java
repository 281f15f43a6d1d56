package dev.quipu.benchmarks.evaluate;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;

/** Parts of requests that all data sets need. */
final class Otlp {

    private Otlp() {}

    static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    /** @param instance empty for none */
    static Resource resource(String service, String instance) {
        Resource.Builder resource = Resource.newBuilder().addAttributes(attribute("service.name", service));
        if (!instance.isEmpty()) {
            resource.addAttributes(attribute("service.instance.id", instance));
        }
        return resource.build();
    }
}

package dev.quipu.collector.prometheus;

import dev.quipu.model.KeyValue;
import dev.quipu.model.Resource;
import dev.quipu.model.SemanticAttributes;
import java.util.ArrayList;
import java.util.List;

/** The target that a series comes from as a resource (OpenTelemetry, "Prometheus and OpenMetrics Compatibility"). */
public final class TargetResource {

    public static final String JOB = "job";
    public static final String INSTANCE = "instance";
    /** The metric whose labels describe the target. */
    public static final String TARGET_INFO = "target_info";

    private TargetResource() {}

    /**
     * @param job {@code namespace/name} or a name alone; empty for none
     * @param instance empty for none
     * @param more attributes after those; without their keys
     */
    public static Resource of(String job, String instance, List<KeyValue> more) {
        List<KeyValue> attributes = new ArrayList<>(more.size() + 3);
        int slash = job.indexOf('/');
        if (slash > 0 && slash < job.length() - 1 && job.indexOf('/', slash + 1) < 0) {
            attributes.add(KeyValue.of(SemanticAttributes.SERVICE_NAMESPACE, job.substring(0, slash)));
            attributes.add(KeyValue.of(SemanticAttributes.SERVICE_NAME, job.substring(slash + 1)));
        } else if (!job.isEmpty()) {
            attributes.add(KeyValue.of(SemanticAttributes.SERVICE_NAME, job));
        }
        if (!instance.isEmpty()) {
            attributes.add(KeyValue.of(SemanticAttributes.SERVICE_INSTANCE_ID, instance));
        }
        attributes.addAll(more);
        return Resource.of(attributes);
    }
}

package dev.quipu.collector.loki;

import dev.quipu.model.KeyValue;
import dev.quipu.model.Resource;
import dev.quipu.model.SemanticAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The labels of a stream as a resource. What Loki's OTLP endpoint makes of resource attributes is read backwards
 * (Loki, "default_resource_attributes_as_index_labels"); any other label keeps its name.
 */
final class LokiResource {

    private static final Map<String, String> ATTRIBUTE_OF_LABEL = Map.ofEntries(
            Map.entry("service_name", SemanticAttributes.SERVICE_NAME),
            Map.entry("service_namespace", SemanticAttributes.SERVICE_NAMESPACE),
            Map.entry("service_instance_id", SemanticAttributes.SERVICE_INSTANCE_ID),
            Map.entry("deployment_environment", "deployment.environment"),
            Map.entry("deployment_environment_name", "deployment.environment.name"),
            Map.entry("cloud_region", "cloud.region"),
            Map.entry("cloud_availability_zone", "cloud.availability_zone"),
            Map.entry("k8s_cluster_name", "k8s.cluster.name"),
            Map.entry("k8s_namespace_name", "k8s.namespace.name"),
            Map.entry("k8s_pod_name", "k8s.pod.name"),
            Map.entry("k8s_container_name", "k8s.container.name"),
            Map.entry("container_name", "container.name"),
            Map.entry("k8s_replicaset_name", "k8s.replicaset.name"),
            Map.entry("k8s_deployment_name", "k8s.deployment.name"),
            Map.entry("k8s_statefulset_name", "k8s.statefulset.name"),
            Map.entry("k8s_daemonset_name", "k8s.daemonset.name"),
            Map.entry("k8s_cronjob_name", "k8s.cronjob.name"),
            Map.entry("k8s_job_name", "k8s.job.name"));

    /** Where Loki looks for the name of a service when no label says it outright (Loki, "discover_service_name"). */
    private static final List<String> SERVICE_LABELS = List.of(
            "service",
            "app",
            "application",
            "app_name",
            "name",
            "app_kubernetes_io_name",
            "container",
            "container_name",
            "k8s_container_name",
            "component",
            "workload",
            "job",
            "k8s_job_name");

    private LokiResource() {}

    static Resource of(List<KeyValue> labels) {
        List<KeyValue> attributes = new ArrayList<>(labels.size() + 1);
        boolean named = false;
        for (KeyValue label : labels) {
            String key = ATTRIBUTE_OF_LABEL.getOrDefault(label.key(), label.key());
            named |= key.equals(SemanticAttributes.SERVICE_NAME);
            attributes.add(new KeyValue(key, label.value()));
        }
        if (!named) {
            serviceOf(labels).forEach(attributes::add);
        }
        return Resource.of(attributes);
    }

    /** One attribute or none; the label that it comes from stays as it is. */
    private static List<KeyValue> serviceOf(List<KeyValue> labels) {
        for (String name : SERVICE_LABELS) {
            for (KeyValue label : labels) {
                if (label.key().equals(name)) {
                    return List.of(new KeyValue(SemanticAttributes.SERVICE_NAME, label.value()));
                }
            }
        }
        return List.of();
    }
}

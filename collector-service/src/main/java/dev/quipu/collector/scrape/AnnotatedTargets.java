package dev.quipu.collector.scrape;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the annotations {@code prometheus.io/scrape}, {@code port}, {@code path}, {@code scheme} and {@code interval}. A
 * pod or service without a port among them is fetched at each of its TCP ports. The resource is named as OpenTelemetry's
 * conventions for Kubernetes have it.
 */
final class AnnotatedTargets {

    private static final String PREFIX = "prometheus.io/";
    private static final String SERVICE_OF_SLICE = "kubernetes.io/service-name";
    private static final List<String> NAME_LABELS = List.of("app.kubernetes.io/name", "app", "k8s-app");

    private AnnotatedTargets() {}

    /** None unless the pod is annotated, runs and has an address. */
    static List<TargetGroup> ofPod(Pod pod) {
        String ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
        if (!isWanted(pod) || ip == null || !"Running".equals(pod.getStatus().getPhase())) {
            return List.of();
        }
        Map<String, String> labels = labels(pod, jobOf(pod));
        labels.put("k8s.pod.name", pod.getMetadata().getName());
        if (pod.getSpec().getNodeName() != null) {
            labels.put("k8s.node.name", pod.getSpec().getNodeName());
        }
        List<Integer> ports = new ArrayList<>();
        for (Container container : pod.getSpec().getContainers()) {
            for (ContainerPort port : container.getPorts()) {
                if (port.getProtocol() == null || port.getProtocol().equals("TCP")) {
                    ports.add(port.getContainerPort());
                }
            }
        }
        return groups(pod, List.of(ip), ports, labels);
    }

    /** One for each ready end of an annotated service and each of its ports. */
    static List<TargetGroup> ofService(Service service, List<EndpointSlice> slices) {
        List<TargetGroup> groups = new ArrayList<>();
        if (!isWanted(service)) {
            return groups;
        }
        for (EndpointSlice slice : slices) {
            if (!belongs(slice, service)) {
                continue;
            }
            List<Integer> ports = slice.getPorts().stream()
                    .filter(port ->
                            port.getProtocol() == null || port.getProtocol().equals("TCP"))
                    .map(EndpointPort::getPort)
                    .toList();
            for (Endpoint end : slice.getEndpoints()) {
                if (end.getConditions() == null
                        || !Boolean.FALSE.equals(end.getConditions().getReady())) {
                    Map<String, String> labels =
                            labels(service, service.getMetadata().getName());
                    labels.put("k8s.service.name", service.getMetadata().getName());
                    if (end.getTargetRef() != null
                            && "Pod".equals(end.getTargetRef().getKind())) {
                        labels.put("k8s.pod.name", end.getTargetRef().getName());
                    }
                    groups.addAll(groups(service, end.getAddresses(), ports, labels));
                }
            }
        }
        return groups;
    }

    private static boolean belongs(EndpointSlice slice, Service service) {
        Map<String, String> labels = slice.getMetadata().getLabels();
        return slice.getMetadata().getNamespace().equals(service.getMetadata().getNamespace())
                && labels != null
                && service.getMetadata().getName().equals(labels.get(SERVICE_OF_SLICE));
    }

    private static boolean isWanted(HasMetadata resource) {
        return annotation(resource, "scrape").filter("true"::equalsIgnoreCase).isPresent();
    }

    private static Optional<String> annotation(HasMetadata resource, String name) {
        Map<String, String> annotations = resource.getMetadata().getAnnotations();
        return annotations == null ? Optional.empty() : Optional.ofNullable(annotations.get(PREFIX + name));
    }

    private static Map<String, String> labels(HasMetadata resource, String job) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("job", job);
        labels.put("service.namespace", resource.getMetadata().getNamespace());
        labels.put("k8s.namespace.name", resource.getMetadata().getNamespace());
        annotation(resource, "path").ifPresent(path -> labels.put("__metrics_path__", path));
        annotation(resource, "scheme").ifPresent(scheme -> labels.put("__scheme__", scheme));
        annotation(resource, "interval").ifPresent(interval -> labels.put("__scrape_interval__", interval));
        return labels;
    }

    private static List<TargetGroup> groups(
            HasMetadata resource, List<String> addresses, List<Integer> ports, Map<String, String> labels) {
        List<String> wanted = annotation(resource, "port")
                .map(List::of)
                .orElse(ports.stream().map(String::valueOf).distinct().toList());
        List<TargetGroup> groups = new ArrayList<>();
        for (String address : addresses) {
            String host = address.contains(":") ? "[" + address + "]" : address;
            wanted.forEach(port -> groups.add(new TargetGroup(host + ":" + port, labels)));
        }
        return groups;
    }

    /** What the pod calls itself, or else what made it. */
    private static String jobOf(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        for (String name : NAME_LABELS) {
            if (labels != null && labels.get(name) != null) {
                return labels.get(name);
            }
        }
        return pod.getMetadata().getOwnerReferences().stream()
                .map(OwnerReference::getName)
                .findFirst()
                .orElse(pod.getMetadata().getName());
    }
}

package dev.quipu.storage.relations;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a component runs on.
 *
 * @param kind {@code host}, {@code pod} and so on
 * @param attribute that says so
 * @param name the attribute's value
 */
public record Place(String kind, String attribute, String name) {

    private record Said(String kind, String attribute) {}

    /** From the nearest to the widest. */
    private static final List<Said> SAID = List.of(
            new Said("container", "container.id"),
            new Said("pod", "k8s.pod.name"),
            new Said("deployment", "k8s.deployment.name"),
            new Said("stateful set", "k8s.statefulset.name"),
            new Said("daemon set", "k8s.daemonset.name"),
            new Said("job", "k8s.job.name"),
            new Said("namespace", "k8s.namespace.name"),
            new Said("node", "k8s.node.name"),
            new Said("host", "host.name"),
            new Said("cluster", "k8s.cluster.name"),
            new Said("zone", "cloud.availability_zone"),
            new Said("region", "cloud.region"));

    /** As a component's attributes say it, from the nearest to the widest. */
    public static List<Place> of(Map<String, Object> attributes) {
        return SAID.stream()
                .flatMap(said -> Optional.ofNullable(attributes.get(said.attribute())).stream()
                        .map(value -> new Place(said.kind(), said.attribute(), String.valueOf(value))))
                .toList();
    }
}

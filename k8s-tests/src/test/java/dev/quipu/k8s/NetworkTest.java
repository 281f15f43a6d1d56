package dev.quipu.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The arrows between the services, and no others. */
class NetworkTest {

    private static final Map<String, Map<String, String>> PODS = Map.of(
            "collector", Map.of("app.kubernetes.io/name", "collector"),
            "storage", Map.of("app.kubernetes.io/name", "storage"),
            "analysis", Map.of("app.kubernetes.io/name", "analysis"),
            "database", Map.of("quipu.dev/database", "true", "cnpg.io/cluster", "database"),
            "stranger", Map.of("app.kubernetes.io/name", "stranger"));

    private static final Map<String, List<String>> PORTS = Map.of(
            "collector", List.of("otlp-http", "otlp-grpc", "zipkin", "management"),
            "storage", List.of("http", "management"),
            "analysis", List.of("http", "management"),
            "database", List.of("5432", "7433"));

    @ParameterizedTest
    @EnumSource
    void whatNoPolicyOpensIsShut(Overlay overlay) {
        NetworkArrows arrows = new NetworkArrows(overlay);

        assertThat(Stream.of("Ingress", "Egress")).allMatch(arrows::denyByDefault);
    }

    @ParameterizedTest
    @EnumSource
    void theArrowsAreThoseOfTheDesign(Overlay overlay) {
        String database = overlay == Overlay.CITUS ? "7433" : "5432";
        Set<String> expected = new TreeSet<>(Set.of(
                "collector -> storage http",
                "analysis -> storage http",
                "analysis -> collector otlp-http",
                "storage -> database " + database,
                // A collector fetches metrics, other collectors' as well.
                "collector -> collector management",
                "collector -> storage management",
                "collector -> analysis management",
                // By the same rule as any pod of the cluster; the collector may fetch from all of them.
                "collector -> collector otlp-http",
                "collector -> collector otlp-grpc",
                "collector -> collector zipkin",
                "collector -> analysis http"));
        if (overlay == Overlay.CITUS) {
            expected.add("storage -> database 5432");
        }
        if (!overlay.isDevelopment()) {
            expected.add("database -> database 5432");
        }
        if (overlay == Overlay.CITUS) {
            expected.add("database -> database 7433");
        }

        assertThat(arrows(overlay)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void othersReachTheDoorsAndNothingElse(Overlay overlay) {
        NetworkArrows arrows = new NetworkArrows(overlay);
        Map<String, String> elsewhere = Map.of("kubernetes.io/metadata.name", "shop");
        Set<String> open = new TreeSet<>();
        PORTS.forEach((pod, ports) -> ports.stream()
                .filter(port -> arrows.letIn(elsewhere, PODS.get(pod), port))
                .forEach(port -> open.add(pod + " " + port)));

        assertThat(open)
                .containsExactly("analysis http", "collector otlp-grpc", "collector otlp-http", "collector zipkin");
    }

    @ParameterizedTest
    @EnumSource(names = {"PROMETHEUS_OPERATOR", "KEDA"})
    void prometheusReachesTheManagementPorts(Overlay overlay) {
        NetworkArrows arrows = new NetworkArrows(overlay);
        Map<String, String> monitoring = Map.of("kubernetes.io/metadata.name", "monitoring");

        assertThat(Overlay.SERVICES).allMatch(service -> arrows.letIn(monitoring, PODS.get(service), "management"));
    }

    /** There clouds hand out credentials to whoever asks. */
    @ParameterizedTest
    @EnumSource
    void nobodyReachesLinkLocalAddresses(Overlay overlay) {
        assertThat(overlay.all("NetworkPolicy")
                        .flatMap(policy -> Manifest.each(policy.at("/spec/egress")))
                        .flatMap(rule -> Manifest.each(rule.path("to")))
                        .filter(peer -> peer.has("ipBlock"))
                        .flatMap(peer -> Manifest.each(peer.at("/ipBlock/except"))))
                .extracting(JsonNode::asText)
                .isNotEmpty()
                .containsOnly("169.254.0.0/16");
    }

    private static Set<String> arrows(Overlay overlay) {
        NetworkArrows arrows = new NetworkArrows(overlay);
        Set<String> found = new TreeSet<>();
        PODS.forEach((from, labels) -> PORTS.forEach((to, ports) -> ports.stream()
                .filter(port -> arrows.allow(labels, PODS.get(to), port))
                .forEach(port -> found.add(from + " -> " + to + " " + port))));
        return found;
    }
}

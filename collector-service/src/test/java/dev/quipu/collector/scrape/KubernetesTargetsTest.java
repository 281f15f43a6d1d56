package dev.quipu.collector.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an API server that keeps resources and tells of changes as a cluster's does. */
class KubernetesTargetsTest {

    private static final ScrapeTarget.Defaults DEFAULTS = new ScrapeTarget.Defaults(1000, 10_000);

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private KubernetesClient client;

    @BeforeEach
    void open() {
        server.init();
        client = server.createClient();
    }

    @AfterEach
    void close() {
        client.close();
        server.destroy();
    }

    private static Pod pod(String name, String ip, Map<String, String> annotations) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .addToLabels("app", "cart")
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withNodeName("n1")
                .addNewContainer()
                .withName("main")
                .addNewPort()
                .withContainerPort(8080)
                .endPort()
                .addNewPort()
                .withContainerPort(53)
                .withProtocol("UDP")
                .endPort()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP(ip)
                .endStatus()
                .build();
    }

    private static Service service(String name, Map<String, String> annotations) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .withAnnotations(annotations)
                .endMetadata()
                .build();
    }

    private static EndpointSlice slice(String service, List<String> addresses) {
        EndpointSliceBuilder slice = new EndpointSliceBuilder()
                .withNewMetadata()
                .withName(service + "-1")
                .withNamespace("shop")
                .addToLabels("kubernetes.io/service-name", service)
                .endMetadata()
                .withAddressType("IPv4")
                .addNewPort()
                .withPort(9090)
                .endPort();
        addresses.forEach(address -> slice.addNewEndpoint()
                .withAddresses(address)
                .withNewConditions()
                .withReady(!address.endsWith("9"))
                .endConditions()
                .endEndpoint());
        return slice.build();
    }

    private static List<String> urls(KubernetesTargets targets) {
        targets.refresh();
        return targets.targets().stream()
                .map(target -> target.url().toString())
                .sorted()
                .toList();
    }

    @Test
    void findsAnnotatedPodsAndServicesAsTheyComeAndGo() {
        Map<String, String> plain = Map.of("prometheus.io/scrape", "true");
        client.resource(pod("a", "10.0.0.1", plain)).create();
        client.resource(pod(
                        "b",
                        "10.0.0.2",
                        Map.of(
                                "prometheus.io/scrape", "true",
                                "prometheus.io/port", "9100",
                                "prometheus.io/path", "/m",
                                "prometheus.io/scheme", "https",
                                "prometheus.io/interval", "15s")))
                .create();
        client.resource(pod("not", "10.0.0.3", Map.of("prometheus.io/scrape", "false")))
                .create();
        client.resource(pod("six", "fd00::1", plain)).create();
        client.resource(service("db", Map.of("prometheus.io/scrape", "true"))).create();
        client.resource(slice("db", List.of("10.0.1.1", "10.0.1.9"))).create();
        client.resource(service("quiet", Map.of())).create();
        client.resource(slice("quiet", List.of("10.0.1.2"))).create();

        KubernetesTargets targets = new KubernetesTargets(client, List.of(), "default", DEFAULTS);
        try {
            await().untilAsserted(() -> assertThat(urls(targets))
                    .containsExactly(
                            "http://10.0.0.1:8080/metrics",
                            "http://10.0.1.1:9090/metrics",
                            "http://[fd00::1]:8080/metrics",
                            "https://10.0.0.2:9100/m"));
            ScrapeTarget b = targets.targets().stream()
                    .filter(target -> target.host().equals("10.0.0.2"))
                    .findFirst()
                    .orElseThrow();
            assertThat(b.job()).isEqualTo("cart");
            assertThat(b.instance()).isEqualTo("10.0.0.2:9100");
            assertThat(b.intervalMillis()).isEqualTo(15_000);
            assertThat(b.labels())
                    .containsEntry("service.namespace", "shop")
                    .containsEntry("k8s.namespace.name", "shop")
                    .containsEntry("k8s.pod.name", "b")
                    .containsEntry("k8s.node.name", "n1");

            client.pods().inNamespace("shop").withName("a").delete();
            client.resource(pod("late", "10.0.0.7", plain)).create();
            await().untilAsserted(() -> assertThat(urls(targets))
                    .contains("http://10.0.0.7:8080/metrics")
                    .doesNotContain("http://10.0.0.1:8080/metrics"));
        } finally {
            targets.close();
        }
    }

    @Test
    void looksOnlyIntoItsNamespaces() {
        client.resource(pod("a", "10.0.0.1", Map.of("prometheus.io/scrape", "true")))
                .create();
        KubernetesTargets other = new KubernetesTargets(client, List.of("other"), "default", DEFAULTS);
        KubernetesTargets shop = new KubernetesTargets(client, List.of("shop"), "default", DEFAULTS);
        try {
            await().untilAsserted(() -> assertThat(urls(shop)).hasSize(1));
            assertThat(urls(other)).isEmpty();
        } finally {
            other.close();
            shop.close();
        }
    }

    @Test
    void aServiceOverAnAnnotatedPodIsNotFetchedTwice() {
        Map<String, String> annotations = Map.of("prometheus.io/scrape", "true", "prometheus.io/port", "8080");
        client.resource(pod("a", "10.0.0.1", annotations)).create();
        client.resource(service("cart", annotations)).create();
        client.resource(slice("cart", List.of("10.0.0.1"))).create();
        KubernetesTargets targets = new KubernetesTargets(client, List.of(), "default", DEFAULTS);
        try {
            await().untilAsserted(() -> assertThat(urls(targets)).containsExactly("http://10.0.0.1:8080/metrics"));
        } finally {
            targets.close();
        }
    }
}

package dev.quipu.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What manifests say about the services is what the services are. */
class SettingsTest {

    /** What a pod is told for the sake of other variables, or for the JVM. */
    private static final List<String> OTHERS = List.of("POD_NAME", "POD_NAMESPACE", "JDK_JAVA_OPTIONS");

    @ParameterizedTest
    @EnumSource
    void everyVariableIsAKeyOfTheServiceThatIsReadWhenItStarts(Overlay overlay) {
        assertThat(Overlay.SERVICES)
                .allSatisfy(
                        service -> assertThat(Environment.of(overlay, service).keySet())
                                .allMatch(variable -> OTHERS.contains(variable)
                                        || Keys.quipu(service).containsKey(variable)
                                        || Keys.isQuarkus(variable)));
    }

    @Test
    void tellsKeysThatNobodyReads() {
        assertThat(Stream.of("QUARKUS_HTTP_HOST", "QUARKUS_TLS_KEY_STORE_PEM__0__CERT"))
                .allMatch(Keys::isQuarkus);
        assertThat(Stream.of("QUARKUS_HTTP_HOTS", "QUARKUS_HTTP_ROOT_PATH", "QUARKUS_TLS_KEY_STORE_PEM_0_CERT"))
                .noneMatch(Keys::isQuarkus);
        assertThat(Keys.quipu("storage")).doesNotContainKey("QUIPU_COLLECTOR_WORKERS");
    }

    @ParameterizedTest
    @EnumSource
    void whoeverListensToOthersAsksForKeys(Overlay overlay) {
        assertThat(Overlay.SERVICES)
                .allSatisfy(service -> assertThat(Environment.of(overlay, service))
                        .contains(
                                entry("QUARKUS_HTTP_HOST", "0.0.0.0"),
                                entry("QUARKUS_MANAGEMENT_HOST", "0.0.0.0"),
                                entry("QUIPU_ACCESS_AUTHENTICATION", "keys")));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSecretComesFromSecrets(Overlay overlay) {
        assertThat(overlay.workloads()
                        .flatMap(workload -> Manifest.each(workload.at("/spec/template/spec/containers/0/env"))))
                .filteredOn(variable -> variable.path("name").asText().matches(".*(KEY|PASSWORD|USERNAME)"))
                .hasSize(3 + 2 + 1)
                .allMatch(variable -> variable.at("/valueFrom/secretKeyRef/key").isTextual());
        assertThat(overlay.all("ConfigMap").flatMap(map -> Manifest.texts(map.at("/data")).entrySet().stream()))
                .noneMatch(setting -> setting.getKey().matches(".*(SERVICE_KEY|HASH_KEY|PASSWORD)"));
    }

    @Test
    void citusHasTheTablesSpreadAndRecordsToSpread() {
        assertThat(Environment.of(Overlay.CITUS, "storage")).contains(entry("QUIPU_DATABASE_CITUS", "true"));
        assertThat(Environment.of(Overlay.CITUS, "collector"))
                .hasEntrySatisfying(
                        "QUIPU_COLLECTOR_SEGMENTS_BUCKETS",
                        buckets -> assertThat(Integer.parseInt(buckets))
                                .isGreaterThan(Overlay.CITUS
                                        .one("SGShardedCluster", "database")
                                        .at("/spec/shards/clusters")
                                        .asInt()));
    }

    @ParameterizedTest
    @EnumSource
    void secretsAreOnlyCommittedForDevelopment(Overlay overlay) {
        assertThat(overlay.all("Secret").count()).isEqualTo(overlay.isDevelopment() ? 3 : 0);
    }

    @ParameterizedTest
    @EnumSource
    void containersListenWhereTheServicesDo(Overlay overlay) {
        assertThat(Overlay.SERVICES)
                .allSatisfy(service -> assertThat(ports(overlay, service)).isEqualTo(listening(service)));
    }

    @ParameterizedTest
    @EnumSource
    void servicesLeadToPortsThatThereAre(Overlay overlay) {
        assertThat(Overlay.SERVICES)
                .allSatisfy(service -> assertThat(
                                Manifest.each(overlay.one("Service", service).at("/spec/ports")))
                        .allSatisfy(port -> assertThat(ports(overlay, service))
                                .contains(entry(
                                        port.path("targetPort").asText(),
                                        port.path("port").asText()))));
    }

    @ParameterizedTest
    @EnumSource
    void probesAskTheManagementPort(Overlay overlay) {
        boolean hasTls = Environment.of(overlay, "storage").containsKey("QUARKUS_TLS_KEY_STORE_PEM__0__CERT");
        assertThat(overlay.workloads().map(workload -> workload.at("/spec/template/spec/containers/0")))
                .allSatisfy(container -> assertThat(Map.of(
                                "startupProbe", "/q/health/started",
                                "readinessProbe", "/q/health/ready",
                                "livenessProbe", "/q/health/live"))
                        .allSatisfy((probe, path) -> assertThat(
                                        Manifest.texts(container.path(probe).path("httpGet")))
                                .contains(entry("path", path), entry("port", "management"))
                                .satisfies(get -> assertThat(get.getOrDefault("scheme", "HTTP"))
                                        .isEqualTo(hasTls ? "HTTPS" : "HTTP"))));
    }

    @ParameterizedTest
    @EnumSource
    void addressesOfServicesAreThoseOfServices(Overlay overlay) {
        boolean hasTls = Environment.of(overlay, "storage").containsKey("QUARKUS_TLS_KEY_STORE_PEM__0__CERT");
        Stream<URI> addresses = Overlay.SERVICES.stream()
                .flatMap(service -> Environment.of(overlay, service).entrySet().stream())
                .filter(setting -> setting.getKey().matches("QUIPU_(STORAGE|COLLECTOR)_URL"))
                .map(setting -> URI.create(setting.getValue()));

        assertThat(addresses).hasSize(3).allSatisfy(address -> {
            assertThat(address.getScheme()).isEqualTo(hasTls ? "https" : "http");
            assertThat(Manifest.each(overlay.one("Service", address.getHost()).at("/spec/ports")))
                    .anyMatch(port -> port.path("port").asInt() == address.getPort());
        });
    }

    /** Without it storage does not start; elsewhere its user is a superuser, which makes it. */
    @ParameterizedTest
    @EnumSource(names = {"PRODUCTION", "KEDA", "PROMETHEUS_OPERATOR"})
    void anOwnerOfTheDatabaseThatMakesNoRolesFindsTheTenantsRole(Overlay overlay) {
        JsonNode made = overlay.one("Cluster", "database").at("/spec/bootstrap/initdb");

        assertThat(Manifest.each(made.path("postInitApplicationSQL")).map(JsonNode::asText))
                .containsExactly(
                        "CREATE ROLE quipu_tenant NOLOGIN",
                        "GRANT quipu_tenant TO " + made.path("owner").asText());
    }

    /** A connection in excess waits for none: PostgreSQL refuses it. */
    @ParameterizedTest
    @EnumSource(names = {"PRODUCTION", "KEDA", "PROMETHEUS_OPERATOR"})
    void theDatabaseHasConnectionsForAllReplicasOfStorage(Overlay overlay) {
        int ofOne = List.of("quarkus.datasource.reactive.max-size", "quarkus.datasource.jdbc.max-size").stream()
                .mapToInt(key -> Integer.parseInt(Keys.application("storage").getProperty(key)))
                .sum();
        JsonNode replicas = Stream.concat(overlay.all("ScaledObject"), overlay.all("HorizontalPodAutoscaler"))
                .filter(scaler -> scaler.name().equals("storage"))
                .map(scaler -> scaler.spec().has("maxReplicas")
                        ? scaler.spec().path("maxReplicas")
                        : scaler.spec().path("maxReplicaCount"))
                .findFirst()
                .orElseThrow();
        int allowed = overlay.one("Cluster", "database")
                .at("/spec/postgresql/parameters/max_connections")
                .asInt();

        assertThat(allowed).isGreaterThan(ofOne * (replicas.asInt() + 1));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEV")
    void routesLeadToDoorsThatTheCollectorHas(Overlay overlay) {
        String doors = Stream.of("OtlpHttpDoor", "RemoteWriteDoor", "LokiDoor")
                .map("collector-service/src/main/java/dev/quipu/collector/api/%s.java"::formatted)
                .map(Checkout::read)
                .collect(Collectors.joining());
        assertThat(Manifest.each(overlay.one("HTTPRoute", "otlp-http").at("/spec/rules"))
                        .flatMap(rule -> Manifest.each(rule.path("matches")))
                        .map(match -> match.at("/path/value").asText()))
                .isNotEmpty()
                .allMatch(doors::contains);
    }

    private static Map<String, String> ports(Overlay overlay, String service) {
        return Manifest.each(overlay.workload(service).at("/spec/template/spec/containers/0/ports"))
                .collect(Collectors.toMap(
                        port -> port.path("name").asText(),
                        port -> port.path("containerPort").asText()));
    }

    private static Map<String, String> listening(String service) {
        String http = Keys.application(service).getProperty("quarkus.http.port");
        Map<String, String> ports = new HashMap<>();
        ports.put("management", Keys.application(service).getProperty("quarkus.management.port"));
        if (service.equals("collector")) {
            ports.put("otlp-http", http);
            ports.put("otlp-grpc", Keys.quipu(service).get("QUIPU_COLLECTOR_GRPC_PORT"));
            ports.put("zipkin", Keys.quipu(service).get("QUIPU_COLLECTOR_ZIPKIN_PORT"));
        } else {
            ports.put("http", http);
        }
        return ports;
    }
}

package dev.quipu.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pods are as the profile {@code restricted} of Kubernetes' pod security standards has them, and can be looked after. */
class PodsTest {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\((\\w+)\\)");

    private record Pod(Manifest owner, JsonNode spec) {

        Stream<JsonNode> containers() {
            return Stream.concat(Manifest.each(spec.path("initContainers")), Manifest.each(spec.path("containers")));
        }

        @Override
        public String toString() {
            return owner.toString();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theNamespaceEnforcesTheRestrictedProfile(Overlay overlay) {
        assertThat(Manifest.texts(overlay.one("Namespace", "quipu").at("/metadata/labels")))
                .contains(entry("pod-security.kubernetes.io/enforce", "restricted"));
    }

    @ParameterizedTest
    @EnumSource
    void nobodyIsRootOrCanBecomeIt(Overlay overlay) {
        assertThat(pods(overlay)).allSatisfy(pod -> {
            JsonNode security = pod.spec().path("securityContext");
            assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
            assertThat(security.path("runAsUser").asInt()).isPositive();
            assertThat(security.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(List.of("hostNetwork", "hostPID", "hostIPC")).noneMatch(pod.spec()::has);
        });
        assertThat(containers(overlay)).allSatisfy(container -> {
            JsonNode security = container.path("securityContext");
            assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(security.at("/capabilities/add").isMissingNode()).isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource
    void volumesAreOfKindsThatTheRestrictedProfileAllows(Overlay overlay) {
        assertThat(pods(overlay).stream()
                        .flatMap(pod -> Manifest.each(pod.spec().path("volumes"))))
                .allSatisfy(volume -> assertThat(List.of("emptyDir", "secret", "persistentVolumeClaim"))
                        .anyMatch(volume::has));
    }

    @ParameterizedTest
    @EnumSource
    void everyContainerIsProbedAndBounded(Overlay overlay) {
        assertThat(containers(overlay)).allSatisfy(container -> {
            assertThat(List.of("startupProbe", "readinessProbe", "livenessProbe"))
                    .allMatch(container::has);
            assertThat(Manifest.texts(container.at("/resources/requests"))).containsKeys("cpu", "memory");
            assertThat(Manifest.texts(container.at("/resources/limits"))).containsKeys("cpu", "memory");
            assertThat(container.at("/resources/limits/memory"))
                    .as("memory that is promised is there")
                    .isEqualTo(container.at("/resources/requests/memory"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void imagesHaveAVersion(Overlay overlay) {
        assertThat(containers(overlay).map(container -> container.path("image").asText()))
                .allMatch(image -> image.matches("[a-z0-9./-]+:[a-z0-9.-]+") && !image.endsWith(":latest"));
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheCollectorHasATokenOfItsServiceAccount(Overlay overlay) {
        assertThat(overlay.all("ServiceAccount"))
                .allMatch(
                        account -> !account.at("/automountServiceAccountToken").asBoolean(true));
        assertThat(pods(overlay).stream()
                        .filter(pod ->
                                pod.spec().path("automountServiceAccountToken").asBoolean(true))
                        .map(Pod::toString))
                .containsExactly("StatefulSet collector");
        assertThat(overlay.all("RoleBinding").flatMap(binding -> Manifest.each(binding.at("/subjects"))))
                .allMatch(subject -> subject.path("name").asText().equals("collector"));
        assertThat(overlay.all("ClusterRole")
                        .flatMap(role -> Manifest.each(role.at("/rules")))
                        .flatMap(rule -> Manifest.each(rule.path("verbs"))))
                .extracting(JsonNode::asText)
                .containsOnly("get", "list", "watch");
        assertThat(overlay.all("ClusterRoleBinding")).isEmpty();
    }

    /** Kubernetes replaces a reference only by what was defined further up. */
    @ParameterizedTest
    @EnumSource
    void variablesAreDefinedBeforeTheyAreReferredTo(Overlay overlay) {
        assertThat(containers(overlay)).allSatisfy(container -> {
            List<String> defined = new ArrayList<>();
            Manifest.each(container.path("env")).forEach(variable -> {
                Matcher reference = REFERENCE.matcher(variable.path("value").asText());
                while (reference.find()) {
                    assertThat(defined).contains(reference.group(1));
                }
                defined.add(variable.path("name").asText());
            });
        });
    }

    @ParameterizedTest
    @EnumSource
    void theGracePeriodIsLongerThanPreStopAndDrain(Overlay overlay) {
        Map<String, String> drains = Map.of(
                "collector", "QUIPU_COLLECTOR_DRAIN_TIMEOUT",
                "storage", "QUARKUS_SHUTDOWN_TIMEOUT",
                "analysis", "QUARKUS_SHUTDOWN_TIMEOUT");
        assertThat(drains).allSatisfy((service, key) -> {
            JsonNode spec = overlay.workload(service).at("/spec/template/spec");
            String drain = Environment.of(overlay, service).get(key);
            long preStop =
                    spec.at("/containers/0/lifecycle/preStop/sleep/seconds").asLong();

            assertThat(preStop).isPositive();
            assertThat(spec.path("terminationGracePeriodSeconds").asLong())
                    .isGreaterThan(preStop + Duration.parse("PT" + drain).toSeconds() + 5);
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatAcknowledgedRecordsMayLieOnOutlivesItsPod(Overlay overlay) {
        JsonNode collector = overlay.workload("collector").spec();

        assertThat(Manifest.texts(collector.path("persistentVolumeClaimRetentionPolicy")))
                .containsOnly(entry("whenDeleted", "Retain"), entry("whenScaled", "Retain"));
        assertThat(collector.at("/volumeClaimTemplates/0/metadata/name").asText())
                .isEqualTo("spool");
        assertThat(Environment.of(overlay, "collector").get("QUIPU_COLLECTOR_SPOOL_DIRECTORY"))
                .startsWith(Manifest.each(collector.at("/template/spec/containers/0/volumeMounts"))
                        .filter(mount -> mount.path("name").asText().equals("spool"))
                        .map(mount -> mount.path("mountPath").asText() + "/")
                        .findFirst()
                        .orElseThrow());
    }

    private static List<Pod> pods(Overlay overlay) {
        return overlay.manifests().stream()
                .flatMap(manifest ->
                        manifest.podTemplate().stream().map(template -> new Pod(manifest, template.path("spec"))))
                .toList();
    }

    private static Stream<JsonNode> containers(Overlay overlay) {
        return pods(overlay).stream().flatMap(Pod::containers);
    }
}

package dev.quipu.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What more than one of each service is for: one may go, by mishap or by plan, and nobody notices. */
class AvailabilityTest {

    private static final Set<Overlay> BY_KEDA = EnumSet.of(Overlay.KEDA);

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEV")
    void anApplyDoesNotUndoWhatWasScaled(Overlay overlay) {
        assertThat(overlay.workloads())
                .allMatch(workload -> workload.at("/spec/replicas").isMissingNode());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEV")
    void theyAreSpreadOverZones(Overlay overlay) {
        assertThat(overlay.workloads())
                .allSatisfy(workload -> assertThat(
                                Manifest.each(workload.at("/spec/template/spec/topologySpreadConstraints")))
                        .allMatch(constraint -> constraint
                                .at("/labelSelector/matchLabels")
                                .equals(workload.at("/spec/selector/matchLabels")))
                        .anyMatch(constraint -> constraint
                                        .path("topologyKey")
                                        .asText()
                                        .equals("topology.kubernetes.io/zone")
                                && constraint.path("whenUnsatisfiable").asText().equals("DoNotSchedule")));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEV")
    void oneOfEachMayBeTakenAwayAtATime(Overlay overlay) {
        assertThat(overlay.workloads()).allSatisfy(workload -> {
            Manifest budget = overlay.one("PodDisruptionBudget", workload.name());

            assertThat(budget.at("/spec/maxUnavailable").asInt()).isEqualTo(1);
            assertThat(budget.at("/spec/selector")).isEqualTo(workload.at("/spec/selector"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void anUpdateBringsTheNewBeforeItTakesTheOld(Overlay overlay) {
        assertThat(overlay.workloads().filter(workload -> workload.kind().equals("Deployment")))
                .allMatch(workload -> workload.at("/spec/strategy/rollingUpdate/maxUnavailable")
                                .asInt(1)
                        == 0);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEV")
    void everyServiceIsScaledByItsProcessorAndByItsOwnLoad(Overlay overlay) {
        Map<String, List<String>> measures = BY_KEDA.contains(overlay)
                ? overlay.all("ScaledObject")
                        .collect(Collectors.toMap(
                                AvailabilityTest::target,
                                scaler -> Manifest.each(scaler.at("/spec/triggers"))
                                        .map(trigger -> trigger.path("type").asText())
                                        .toList()))
                : overlay.all("HorizontalPodAutoscaler")
                        .collect(Collectors.toMap(
                                AvailabilityTest::target,
                                scaler -> Manifest.each(scaler.at("/spec/metrics"))
                                        .map(metric -> metric.path("type").asText())
                                        .distinct()
                                        .toList()));

        assertThat(measures)
                .containsOnlyKeys("StatefulSet collector", "Deployment storage", "Deployment analysis")
                .allSatisfy((target, kinds) -> assertThat(kinds)
                        .isEqualTo(
                                BY_KEDA.contains(overlay)
                                        ? List.of("cpu", "prometheus")
                                        : List.of("Resource", "Pods")));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEV")
    void nothingIsScaledBelowThree(Overlay overlay) {
        assertThat(overlay.all(BY_KEDA.contains(overlay) ? "ScaledObject" : "HorizontalPodAutoscaler"))
                .hasSize(3)
                .extracting(scaler -> scaler.spec().path(BY_KEDA.contains(overlay) ? "minReplicaCount" : "minReplicas"))
                .extracting(JsonNode::asInt)
                .containsOnly(3);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEV")
    void thereAreNoMoreReplicasOfAnalysisThanSlicesOfTheFeed(Overlay overlay) {
        int slices = Integer.parseInt(Environment.of(overlay, "analysis").get("QUIPU_ANALYSIS_FEED_SLICES"));
        JsonNode scaler = BY_KEDA.contains(overlay)
                ? overlay.one("ScaledObject", "analysis").spec().path("maxReplicaCount")
                : overlay.one("HorizontalPodAutoscaler", "analysis").spec().path("maxReplicas");

        assertThat(scaler.asInt()).isPositive().isLessThanOrEqualTo(slices);
    }

    private static String target(Manifest scaler) {
        JsonNode target = scaler.at("/spec/scaleTargetRef");
        return target.path("kind").asText() + " " + target.path("name").asText();
    }
}

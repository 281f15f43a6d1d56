package dev.quipu.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ObjectModelTest {

    @TestFactory
    Stream<DynamicTest> everyObjectIsWhatItsKindAllows() {
        return Stream.of(Overlay.values())
                .flatMap(overlay -> overlay.manifests().stream()
                        .map(manifest -> dynamicTest(
                                overlay + ": " + manifest,
                                () -> assertThat(ObjectModel.problems(manifest)).isEmpty())));
    }

    @ParameterizedTest
    @EnumSource
    void noNameIsThereTwice(Overlay overlay) {
        assertThat(overlay.manifests().stream().map(Manifest::toString)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void everythingLivesInTheOneNamespace(Overlay overlay) {
        assertThat(overlay.manifests().stream()
                        .filter(manifest -> !List.of("Namespace", "ClusterRole").contains(manifest.kind())))
                .allSatisfy(manifest -> assertThat(
                                manifest.at("/metadata/namespace").asText())
                        .as("namespace of %s", manifest)
                        .isEqualTo("quipu"));
    }

    @Test
    void refusesAFieldThatADeploymentDoesNotHave() {
        Manifest broken = change("Deployment", "storage", "/spec/template/spec/containers/0", "redinessProbe", "x");

        assertThat(ObjectModel.problems(broken)).singleElement().asString().contains("redinessProbe");
    }

    @Test
    void refusesADeploymentWithoutASelector() {
        Manifest broken = copy(Overlay.PRODUCTION.one("Deployment", "storage"));
        ((ObjectNode) broken.spec()).remove("selector");

        assertThat(ObjectModel.problems(broken)).singleElement().asString().contains("selector");
    }

    @Test
    void refusesTextWhereANumberBelongs() {
        Manifest broken = change("Deployment", "storage", "/spec", "replicas", "three");

        assertThat(ObjectModel.problems(broken)).isNotEmpty();
    }

    @Test
    void refusesAFieldThatACustomResourceDoesNotHave() {
        Manifest broken = change("Cluster", "database", "/spec/storage", "sise", "1Gi");

        assertThat(ObjectModel.problems(broken)).singleElement().asString().contains("sise");
    }

    @Test
    void refusesAKindThatNobodyDescribed() {
        Manifest broken = copy(Overlay.PRODUCTION.one("Cluster", "database"));
        ((ObjectNode) broken.body()).put("kind", "Claster");

        assertThat(ObjectModel.problems(broken)).singleElement().asString().contains("Claster");
    }

    private static Manifest change(String kind, String name, String place, String field, String value) {
        Manifest manifest = copy(Overlay.PRODUCTION.one(kind, name));
        ((ObjectNode) manifest.at(place)).put(field, value);
        return manifest;
    }

    private static Manifest copy(Manifest manifest) {
        return new Manifest(manifest.body().deepCopy());
    }
}

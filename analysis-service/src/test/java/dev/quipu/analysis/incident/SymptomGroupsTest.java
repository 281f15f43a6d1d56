package dev.quipu.analysis.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.analysis.incident.Symptom.Kind;
import dev.quipu.analysis.incident.Symptom.Served;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SymptomGroupsTest {

    private final CallPaths paths = new CallPaths();

    SymptomGroupsTest() {
        paths.add("front", "checkout");
        paths.add("checkout", "payment");
        paths.add("front", "recommendation");
    }

    private static Symptom slow(String component, long since) {
        return new Symptom(component, Kind.LATENCY, since, Optional.empty(), Served.NOTHING, new Served(10, 5), 1e9, 8);
    }

    @Test
    void thoseThatStartTogetherAndCallEachOtherAreOne() {
        Symptom front = slow("front", 120);
        Symptom checkout = slow("checkout", 60);
        Symptom payment = slow("payment", 60);
        assertThat(SymptomGroups.of(List.of(front, payment, checkout), paths))
                .containsExactly(List.of(checkout, payment, front));
        assertThat(SymptomGroups.foremost(List.of(checkout, payment, front), paths))
                .isEqualTo(front);
    }

    @Test
    void thoseThatStartLaterOrHaveNothingToDoWithEachOtherAreNot() {
        Symptom payment = slow("payment", 60);
        Symptom later = slow("checkout", 600);
        Symptom elsewhere = slow("recommendation", 60);
        assertThat(SymptomGroups.of(List.of(later, elsewhere, payment), paths)).hasSize(3);
    }

    @Test
    void whoCallsTwoBringsThemTogether() {
        Symptom payment = slow("payment", 60);
        Symptom recommendation = slow("recommendation", 60);
        Symptom front = slow("front", 120);
        assertThat(SymptomGroups.of(List.of(payment, recommendation, front), paths))
                .containsExactly(List.of(payment, recommendation, front));
    }

    @Test
    void callsMayGoInCircles() {
        paths.add("payment", "front");
        assertThat(paths.reachableFrom("payment"))
                .containsExactlyInAnyOrder("payment", "front", "checkout", "recommendation");
    }
}

package dev.quipu.analysis;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/** Everything that this service does on a schedule is done when a test does it, at the time that the test sets. */
public final class ByHand implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.scheduler.enabled", "false",
                "quipu.analysis.feed.enabled", "true",
                "quipu.analysis.incidents.enabled", "true",
                "quipu.analysis.alerts.enabled", "true");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(SetTime.class);
    }
}

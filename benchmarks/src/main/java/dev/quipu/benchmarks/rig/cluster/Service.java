package dev.quipu.benchmarks.rig.cluster;

import java.util.Locale;

/** The three services, in the order in which they are stopped. */
public enum Service {
    COLLECTOR,
    ANALYSIS,
    STORAGE;

    /** As the launcher names it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

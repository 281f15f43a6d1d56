package dev.quipu.benchmarks.rig.plan;

import java.util.Locale;

/** What a fault meets: a process, or a wire between two. */
public enum Where {
    COLLECTOR,
    STORAGE,
    ANALYSIS,
    /** The postmaster; its children end or stand still with it. */
    POSTGRESQL,
    /** One of the processes that serve a connection; PostgreSQL then ends them all and recovers. */
    POSTGRESQL_BACKEND,
    CLIENT_TO_COLLECTOR,
    COLLECTOR_TO_STORAGE;

    /** For people. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

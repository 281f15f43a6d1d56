package dev.quipu.benchmarks.machine;

import java.util.LinkedHashMap;
import java.util.Map;

/** Processes under the names that reports give them. */
public final class Processes {

    private Processes() {}

    /** Storage, found by its port, and the PostgreSQL that it is connected to; those that do not run are left out. */
    public static Map<String, Long> ofStorage(int port) {
        Map<String, Long> processes = new LinkedHashMap<>();
        Listener.on(port).ifPresent(storage -> {
            processes.put("storage", storage);
            Listener.postgresOf(storage).ifPresent(postmaster -> processes.put("postgresql", postmaster));
        });
        return processes;
    }
}

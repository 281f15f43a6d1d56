package dev.quipu.benchmarks.machine;

import java.util.List;

/** Memory of one process. */
public final class ProcessMemory {

    private ProcessMemory() {}

    /** Bytes resident now; 0 when the process is gone. */
    public static long resident(long pid) {
        return Memory.resident(List.of(pid));
    }
}

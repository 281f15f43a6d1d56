package dev.quipu.benchmarks.machine;

import java.util.List;

/** Resident memory of processes, in bytes; 0 when it cannot be read. */
final class Memory {

    private Memory() {}

    /** Now: a process alone by its resident set, several by their proportional shares, as they share buffers. */
    static long resident(List<Long> pids) {
        if (pids.size() == 1) {
            return field(pids.get(0), "status", "VmRSS:");
        }
        return pids.stream()
                .mapToLong(pid -> field(pid, "smaps_rollup", "Pss:"))
                .sum();
    }

    /** The most since the process started, as the kernel saw it. */
    static long highWaterMark(long pid) {
        return field(pid, "status", "VmHWM:");
    }

    private static long field(long pid, String file, String name) {
        return ProcessTable.readFile(
                        ProcessTable.PROC.resolve(Long.toString(pid)).resolve(file))
                .stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(
                                line.substring(name.length()).replace("kB", "").trim())
                        * 1024)
                .findFirst()
                .orElse(0);
    }
}

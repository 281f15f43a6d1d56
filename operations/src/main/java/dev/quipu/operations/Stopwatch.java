package dev.quipu.operations;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** How long something took, and how much of a processor this process used for it; the database's own use is not in it. */
public final class Stopwatch {

    private final long startNanos = System.nanoTime();
    private final long startCpuNanos = cpuNanos();

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    @Override
    public String toString() {
        return "%.1f s, %.1f s of a processor"
                .formatted(seconds(System.nanoTime() - startNanos), seconds(cpuNanos() - startCpuNanos));
    }

    private static double seconds(long nanos) {
        return (double) nanos / Duration.ofSeconds(1).toNanos();
    }
}

package dev.quipu.benchmarks.machine;

/**
 * What a process and its children cost in a window.
 *
 * @param name what it is to the reader
 * @param cpuSeconds user and system time in the window
 * @param peakResidentBytes the most memory seen in the window; of a process without children, since it started
 */
public record ProcessUsage(String name, long pid, double cpuSeconds, long peakResidentBytes) {}

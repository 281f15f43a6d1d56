package dev.quipu.collector.remotewrite;

/**
 * What one request may hold.
 *
 * @param maxSeries messages of series in it
 * @param maxBytes of it as OTLP
 */
public record WriteLimits(int maxSeries, int maxBytes) {}

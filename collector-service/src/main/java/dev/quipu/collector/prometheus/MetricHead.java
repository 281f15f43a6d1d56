package dev.quipu.collector.prometheus;

/**
 * What the points of one metric share.
 *
 * @param name as Prometheus has it, suffixes and all
 * @param unit as Prometheus has it; empty when unknown
 */
public record MetricHead(String name, String description, String unit, MetricType type, PointShape shape) {}

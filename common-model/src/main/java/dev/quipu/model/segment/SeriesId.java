package dev.quipu.model.segment;

/**
 * Names a series in any segment: two hashes over its metric's name, unit, kind and temporality, and over the attributes of
 * resource, scope and point, whatever order they came in.
 */
public record SeriesId(long high, long low) {}

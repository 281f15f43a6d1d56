package dev.quipu.storage.search;

/** How much a query read. */
public record Scanned(int segments, int rowGroups) {}

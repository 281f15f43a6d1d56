package dev.quipu.analysis.read;

/** From, included, and to, not included. */
public record Window(long fromUnixNano, long toUnixNano) {}

package dev.quipu.analysis.client;

import java.util.OptionalLong;

/**
 * A question for the newest traces that have a matching span.
 *
 * @param filter in storage's query language; empty matches every span
 * @param fromUnixNano earliest start of the span
 * @param toUnixNano latest start of the span; empty for no bound
 * @param limit traces, at least 1
 */
public record TraceQuery(String filter, long fromUnixNano, OptionalLong toUnixNano, int limit) {}

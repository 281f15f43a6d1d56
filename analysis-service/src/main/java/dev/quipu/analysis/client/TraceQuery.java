package dev.quipu.analysis.client;

import dev.quipu.model.query.RecordFilter;
import java.util.OptionalLong;

/**
 * A question for the newest traces that have a matching span.
 *
 * @param filter what a span has to be like
 * @param fromUnixNano earliest start of the span
 * @param toUnixNano the span starts before it; empty for no bound
 * @param limit traces, at least 1
 */
public record TraceQuery(RecordFilter filter, long fromUnixNano, OptionalLong toUnixNano, int limit) {}

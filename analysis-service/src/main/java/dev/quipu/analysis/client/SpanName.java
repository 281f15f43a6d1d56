package dev.quipu.analysis.client;

/**
 * A span name that a service uses.
 *
 * @param kind the kind of its spans as OTLP names it, in capitals: SERVER, CLIENT, …
 */
public record SpanName(String name, String kind) {}

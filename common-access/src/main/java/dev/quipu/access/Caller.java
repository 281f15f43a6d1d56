package dev.quipu.access;

/**
 * Who asks, as a credential proved it.
 *
 * @param tenant whose records it may ask about
 * @param name of the key or person, for the audit
 */
public record Caller(String tenant, Role role, String name) {}

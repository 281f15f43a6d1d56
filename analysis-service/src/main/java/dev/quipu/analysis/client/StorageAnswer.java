package dev.quipu.analysis.client;

/**
 * What storage answered with, its body whole.
 *
 * @param found whether there was anything: status 200 rather than 404
 * @param body not copied; read once and let go
 * @param truncated whether storage says that it left something out
 */
record StorageAnswer(boolean found, byte[] body, boolean truncated) {}

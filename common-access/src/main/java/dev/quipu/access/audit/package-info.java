/**
 * The audit as a chain: each entry's hash covers the one before it, and signed checkpoints say what the chain was. Plain
 * Java, so that it can be checked without the service that wrote it.
 */
@NullMarked
package dev.quipu.access.audit;

import org.jspecify.annotations.NullMarked;

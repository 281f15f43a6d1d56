/** The audit's chain, checked and kept elsewhere without the service that wrote it. */
@NullMarked
package dev.quipu.operations.audit;

import org.jspecify.annotations.NullMarked;

/** Copies of the embedded database that are known to be whole, and how they come back. */
@NullMarked
package dev.quipu.operations.backup;

import org.jspecify.annotations.NullMarked;

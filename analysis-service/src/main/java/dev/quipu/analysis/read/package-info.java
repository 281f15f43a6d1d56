/** Reads stored traces batch by batch: for answers that are written as they come, and for what is counted over them. */
@NullMarked
package dev.quipu.analysis.read;

import org.jspecify.annotations.NullMarked;

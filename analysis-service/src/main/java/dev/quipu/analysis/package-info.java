/** Answers questions about what is stored. */
@NullMarked
package dev.quipu.analysis;

import org.jspecify.annotations.NullMarked;

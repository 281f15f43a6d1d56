/** Trying what redaction rules would change. */
@NullMarked
package dev.quipu.analysis.redaction;

import org.jspecify.annotations.NullMarked;

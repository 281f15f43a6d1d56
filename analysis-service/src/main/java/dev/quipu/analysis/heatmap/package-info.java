/** Spans by time and duration. */
@NullMarked
package dev.quipu.analysis.heatmap;

import org.jspecify.annotations.NullMarked;

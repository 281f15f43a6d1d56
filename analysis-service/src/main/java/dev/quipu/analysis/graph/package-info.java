/** Who calls whom, and what is called that sends no spans. */
@NullMarked
package dev.quipu.analysis.graph;

import org.jspecify.annotations.NullMarked;

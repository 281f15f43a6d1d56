/** Pure functions over the spans of one trace. */
@NullMarked
package dev.quipu.analysis.trace;

import org.jspecify.annotations.NullMarked;

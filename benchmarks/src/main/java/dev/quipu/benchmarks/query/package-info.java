/** Asks storage what people ask, over millions of spans, and times the answers. */
@NullMarked
package dev.quipu.benchmarks.query;

import org.jspecify.annotations.NullMarked;

/** What processes cost, as Linux counts it in /proc. */
@NullMarked
package dev.quipu.benchmarks.machine;

import org.jspecify.annotations.NullMarked;

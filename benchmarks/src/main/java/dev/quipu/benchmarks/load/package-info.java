/** Sends the workload to a door and counts what becomes of it. */
@NullMarked
package dev.quipu.benchmarks.load;

import org.jspecify.annotations.NullMarked;

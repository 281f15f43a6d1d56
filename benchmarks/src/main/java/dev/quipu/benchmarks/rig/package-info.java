/** The fault rig: load with a record of its own, faults by a seed, and the comparison at the end. */
@NullMarked
package dev.quipu.benchmarks.rig;

import org.jspecify.annotations.NullMarked;

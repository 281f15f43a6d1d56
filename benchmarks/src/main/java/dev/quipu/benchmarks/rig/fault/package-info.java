/** Carries a plan of faults out. */
@NullMarked
package dev.quipu.benchmarks.rig.fault;

import org.jspecify.annotations.NullMarked;

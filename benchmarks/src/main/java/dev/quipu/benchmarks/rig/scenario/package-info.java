/** What `./quipu rig` runs: load, faults and checks put together. */
@NullMarked
package dev.quipu.benchmarks.rig.scenario;

import org.jspecify.annotations.NullMarked;

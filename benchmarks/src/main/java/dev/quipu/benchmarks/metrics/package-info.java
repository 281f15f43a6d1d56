/** Points of metrics as a fleet of services reports them. */
@NullMarked
package dev.quipu.benchmarks.metrics;

import org.jspecify.annotations.NullMarked;

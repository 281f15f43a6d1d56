/** What goes wrong when: a pure function of a seed. */
@NullMarked
package dev.quipu.benchmarks.rig.plan;

import org.jspecify.annotations.NullMarked;

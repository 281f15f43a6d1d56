/** Clients that mean harm, with bounded strength: what they break is the service's doing, not the machine's end. */
@NullMarked
package dev.quipu.benchmarks.rig.hostile;

import org.jspecify.annotations.NullMarked;

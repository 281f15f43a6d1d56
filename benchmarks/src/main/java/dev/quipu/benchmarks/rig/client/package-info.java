/** A client that keeps an fsynced record of what was acknowledged to it. */
@NullMarked
package dev.quipu.benchmarks.rig.client;

import org.jspecify.annotations.NullMarked;

/** The wires between client, collector and storage, which can be cut, delayed and robbed of answers. */
@NullMarked
package dev.quipu.benchmarks.rig.proxy;

import org.jspecify.annotations.NullMarked;

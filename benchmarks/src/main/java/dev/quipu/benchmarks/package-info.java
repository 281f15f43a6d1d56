/** What Quipu is measured with: drivers that send and ask, and the figures that they print. */
@NullMarked
package dev.quipu.benchmarks;

import org.jspecify.annotations.NullMarked;

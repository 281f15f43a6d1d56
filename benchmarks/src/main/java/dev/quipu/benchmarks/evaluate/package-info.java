/** What analysis finds in published data sets, held against their truth. */
@NullMarked
package dev.quipu.benchmarks.evaluate;

import org.jspecify.annotations.NullMarked;

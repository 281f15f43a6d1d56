/** Log records as a shop's services write them. */
@NullMarked
package dev.quipu.benchmarks.logs;

import org.jspecify.annotations.NullMarked;

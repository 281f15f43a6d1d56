/**
 * The spans that every measurement is made with: a shop's traffic, the same for a seed, encoded once and made unique
 * and fresh in place each time that it is sent.
 */
@NullMarked
package dev.quipu.benchmarks.spans;

import org.jspecify.annotations.NullMarked;

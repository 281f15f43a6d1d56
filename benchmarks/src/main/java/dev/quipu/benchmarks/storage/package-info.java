/** Storage as the benchmarks see it: its REST API, and the size of its database. */
@NullMarked
package dev.quipu.benchmarks.storage;

import org.jspecify.annotations.NullMarked;

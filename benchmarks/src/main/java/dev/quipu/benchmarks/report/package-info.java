/** What the drivers found, kept as lines of JSON and written as tables. */
@NullMarked
package dev.quipu.benchmarks.report;

import org.jspecify.annotations.NullMarked;

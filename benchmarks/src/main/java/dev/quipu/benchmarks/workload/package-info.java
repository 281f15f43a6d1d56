/** What is sent: requests of each signal, encoded ahead and written out with other content each time. */
@NullMarked
package dev.quipu.benchmarks.workload;

import org.jspecify.annotations.NullMarked;

/** What a record costs, and questions take, as more and more is stored; and what follows for larger installations. */
@NullMarked
package dev.quipu.benchmarks.rig.growth;

import org.jspecify.annotations.NullMarked;

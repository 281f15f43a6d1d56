/** JMH: what one core does of each part of the way, alone. */
@NullMarked
package dev.quipu.benchmarks.micro;

import org.jspecify.annotations.NullMarked;

/** Series of metrics: choosing them, and working out rates, quantiles and sums over steps of time. */
@NullMarked
package dev.quipu.model.series;

import org.jspecify.annotations.NullMarked;

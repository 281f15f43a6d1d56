/**
 * Anomaly scores and change points on single series: {@link SeriesAnomaly}. Online, in constant memory, and every
 * verdict can be explained by what the series did before.
 */
@NullMarked
package dev.quipu.analysis.anomaly;

import org.jspecify.annotations.NullMarked;

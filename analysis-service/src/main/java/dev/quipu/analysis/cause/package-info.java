/** Ranks what may have caused an incident. Pure functions over indicators; see {@link CauseRanking}. */
@NullMarked
package dev.quipu.analysis.cause;

import org.jspecify.annotations.NullMarked;

/** Rate, errors and duration of spans: added up from segments, and answered. */
@NullMarked
package dev.quipu.analysis.rollup;

import org.jspecify.annotations.NullMarked;

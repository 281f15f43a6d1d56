/** Charts that a link shows: as a picture, as rows, as JSON. */
@NullMarked
package dev.quipu.analysis.chart;

import org.jspecify.annotations.NullMarked;

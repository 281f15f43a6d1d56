/** Which values of their fields tell some records from the rest. */
@NullMarked
package dev.quipu.analysis.contrast;

import org.jspecify.annotations.NullMarked;

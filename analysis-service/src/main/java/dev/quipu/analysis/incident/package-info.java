/** What goes wrong together, since when, and why: found minute by minute in rate, errors and duration. */
@NullMarked
package dev.quipu.analysis.incident;

import org.jspecify.annotations.NullMarked;

/** What became of one trace, by what storage and the collectors know. */
@NullMarked
package dev.quipu.analysis.fate;

import org.jspecify.annotations.NullMarked;

/** Attribute values as text. */
@NullMarked
package dev.quipu.analysis.values;

import org.jspecify.annotations.NullMarked;

/** The segment: an immutable, self-describing columnar block of records of one tenant and one signal. */
@NullMarked
package dev.quipu.model.segment;

import org.jspecify.annotations.NullMarked;

/** Rate, errors and duration of spans, added up by what they do and when: additive, so that parts can be merged. */
@NullMarked
package dev.quipu.model.rollup;

import org.jspecify.annotations.NullMarked;

/** What is known of spans and calls, added up by what they are and when: additive, so that parts can be merged. */
@NullMarked
package dev.quipu.model.rollup;

import org.jspecify.annotations.NullMarked;

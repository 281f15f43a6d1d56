/** Follows storage's feed of committed segments and digests each once. */
@NullMarked
package dev.quipu.analysis.feed;

import org.jspecify.annotations.NullMarked;

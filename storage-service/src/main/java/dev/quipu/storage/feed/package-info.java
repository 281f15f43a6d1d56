/** Committed segments in an order that never goes back, and who has read how far. */
@NullMarked
package dev.quipu.storage.feed;

import org.jspecify.annotations.NullMarked;

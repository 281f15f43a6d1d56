/** Small segments into large ones, in the background. */
@NullMarked
package dev.quipu.storage.compaction;

import org.jspecify.annotations.NullMarked;

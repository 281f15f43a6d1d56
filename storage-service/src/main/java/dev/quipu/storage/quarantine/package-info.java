/** Segments that were acknowledged and could not be stored: kept, counted, and tried again on demand. */
@NullMarked
package dev.quipu.storage.quarantine;

import org.jspecify.annotations.NullMarked;

/** Segments as rows: stored once, fetched by byte range. */
@NullMarked
package dev.quipu.storage.segments;

import org.jspecify.annotations.NullMarked;

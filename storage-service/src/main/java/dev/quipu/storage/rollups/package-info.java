/** Rate, errors and duration of spans: kept as analysis commits them, merged in the background, read by time. */
@NullMarked
package dev.quipu.storage.rollups;

import org.jspecify.annotations.NullMarked;

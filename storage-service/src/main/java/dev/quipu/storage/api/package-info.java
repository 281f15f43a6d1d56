/** The REST doors: they parse what a client says, call one feature and describe its answer. */
@NullMarked
package dev.quipu.storage.api;

import org.jspecify.annotations.NullMarked;

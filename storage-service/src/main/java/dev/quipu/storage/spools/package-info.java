/** What collectors hold durably and have not handed over yet. */
@NullMarked
package dev.quipu.storage.spools;

import org.jspecify.annotations.NullMarked;

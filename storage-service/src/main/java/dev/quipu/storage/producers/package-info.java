/** What producers handed over, and what of it never came. */
@NullMarked
package dev.quipu.storage.producers;

import org.jspecify.annotations.NullMarked;

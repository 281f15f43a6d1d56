/** What the records take up. */
@NullMarked
package dev.quipu.storage.usage;

import org.jspecify.annotations.NullMarked;

/** Who did what, as a chain that shows when it was changed. */
@NullMarked
package dev.quipu.storage.audit;

import org.jspecify.annotations.NullMarked;

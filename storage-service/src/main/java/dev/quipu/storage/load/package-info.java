/** How much is done at once, and what waits or is turned away. */
@NullMarked
package dev.quipu.storage.load;

import org.jspecify.annotations.NullMarked;

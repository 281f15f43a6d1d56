/** What went wrong together, as analysis found it: kept, listed, and let go. */
@NullMarked
package dev.quipu.storage.incidents;

import org.jspecify.annotations.NullMarked;

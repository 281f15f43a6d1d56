/** Records that a reader of the feed could not digest: counted, kept, and given back to it. */
@NullMarked
package dev.quipu.storage.failures;

import org.jspecify.annotations.NullMarked;

/** What became of one trace, and by what evidence. */
@NullMarked
package dev.quipu.storage.fate;

import org.jspecify.annotations.NullMarked;

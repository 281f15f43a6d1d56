/** Which records match: planned on heads, read by column. */
@NullMarked
package dev.quipu.storage.search;

import org.jspecify.annotations.NullMarked;

/** By what programs are known, and what each may do. */
@NullMarked
package dev.quipu.storage.keys;

import org.jspecify.annotations.NullMarked;

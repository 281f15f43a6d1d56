/** API keys, where nobody has one yet. */
@NullMarked
package dev.quipu.operations.key;

import org.jspecify.annotations.NullMarked;

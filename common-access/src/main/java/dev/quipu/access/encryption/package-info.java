/** What is kept is sealed: keys, and bytes that open only whole, in place and with the right key. Plain Java. */
@NullMarked
package dev.quipu.access.encryption;

import org.jspecify.annotations.NullMarked;

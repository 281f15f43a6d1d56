/** Takes records out of stored segments, whyever, with everything that counts them true to it. */
@NullMarked
package dev.quipu.storage.removal;

import org.jspecify.annotations.NullMarked;

/** Takes out of everything that is kept what somebody asked to be erased, and certifies it. */
@NullMarked
package dev.quipu.storage.erasure;

import org.jspecify.annotations.NullMarked;

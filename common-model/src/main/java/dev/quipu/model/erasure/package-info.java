/** What is erased on request: whose records, and by what they are found. */
@NullMarked
package dev.quipu.model.erasure;

import org.jspecify.annotations.NullMarked;

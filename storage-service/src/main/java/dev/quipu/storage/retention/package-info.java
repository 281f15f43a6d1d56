/** What is let go, by rule, and counted. */
@NullMarked
package dev.quipu.storage.retention;

import org.jspecify.annotations.NullMarked;

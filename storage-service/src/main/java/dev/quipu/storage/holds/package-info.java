/** What is kept whatever rules and people say, until the hold on it is released. */
@NullMarked
package dev.quipu.storage.holds;

import org.jspecify.annotations.NullMarked;

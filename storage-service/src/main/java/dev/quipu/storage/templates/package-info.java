/** What log records have in common, as analysis mined it, and which of them each record has. */
@NullMarked
package dev.quipu.storage.templates;

import org.jspecify.annotations.NullMarked;

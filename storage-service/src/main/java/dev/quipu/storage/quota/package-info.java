/** How much a tenant may hand over. */
@NullMarked
package dev.quipu.storage.quota;

import org.jspecify.annotations.NullMarked;

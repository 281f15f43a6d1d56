/** Payloads of segments are sealed under keys of their tenants, where a master key is configured. */
@NullMarked
package dev.quipu.storage.encryption;

import org.jspecify.annotations.NullMarked;

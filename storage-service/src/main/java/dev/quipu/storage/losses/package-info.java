/** Evidence of records that were made and reached no door: what SDKs report, and what can be inferred. */
@NullMarked
package dev.quipu.storage.losses;

import org.jspecify.annotations.NullMarked;

/** Whose rules take what out of records: reading them from storage, keeping them, having a plan of them at hand. */
@NullMarked
package dev.quipu.collector.redaction;

import org.jspecify.annotations.NullMarked;

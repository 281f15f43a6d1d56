/** From request bodies to durable segments: admission, group commit, acknowledgement. */
@NullMarked
package dev.quipu.collector.intake;

import org.jspecify.annotations.NullMarked;

/** Takes records in, packs them into segments, hands them to storage and acknowledges them once they are durable. */
@NullMarked
package dev.quipu.collector;

import org.jspecify.annotations.NullMarked;

/** An OpenTelemetry Java exporter whose batches are numbered, so that Quipu can measure what did not arrive. */
@NullMarked
package dev.quipu.producer;

import org.jspecify.annotations.NullMarked;

/** The doors: OTLP over HTTP and over gRPC, what they answer, and the health of the whole. */
@NullMarked
package dev.quipu.collector.api;

import org.jspecify.annotations.NullMarked;

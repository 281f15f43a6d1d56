/** Zipkin's spans as OTLP's. */
@NullMarked
package dev.quipu.collector.zipkin;

import org.jspecify.annotations.NullMarked;

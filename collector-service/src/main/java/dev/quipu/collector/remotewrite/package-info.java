/** Prometheus' remote write, both versions, as OTLP's metric points. */
@NullMarked
package dev.quipu.collector.remotewrite;

import org.jspecify.annotations.NullMarked;

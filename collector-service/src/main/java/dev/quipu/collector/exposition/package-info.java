/** Pages of metrics, Prometheus' text format and OpenMetrics, as OTLP's metric points. */
@NullMarked
package dev.quipu.collector.exposition;

import org.jspecify.annotations.NullMarked;

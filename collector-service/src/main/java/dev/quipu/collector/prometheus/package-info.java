/** What pushed and fetched samples of Prometheus share on their way to being OTLP's metric points. */
@NullMarked
package dev.quipu.collector.prometheus;

import org.jspecify.annotations.NullMarked;

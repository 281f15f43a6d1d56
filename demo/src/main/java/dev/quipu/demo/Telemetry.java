package dev.quipu.demo;

import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Where the shop's processes send what they tell.
 *
 * @param clock that metrics go by: they are told as of a time that has passed
 */
record Telemetry(SpanExporter spans, LogRecordExporter logs, MetricExporter metrics, PastClock clock) {}

/** Loki's pushed streams as OTLP's log records. */
@NullMarked
package dev.quipu.collector.loki;

import org.jspecify.annotations.NullMarked;

/** A shop's traffic with faults in it, told through the unmodified OpenTelemetry Java SDK. */
@NullMarked
package dev.quipu.demo;

import org.jspecify.annotations.NullMarked;

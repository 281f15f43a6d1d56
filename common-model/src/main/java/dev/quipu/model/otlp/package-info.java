/** OTLP in and out: protobuf wire form, JSON form, and the two status messages. */
@NullMarked
package dev.quipu.model.otlp;

import org.jspecify.annotations.NullMarked;

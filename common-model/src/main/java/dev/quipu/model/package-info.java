/** The vocabulary of records: what OTLP calls things, as immutable values. */
@NullMarked
package dev.quipu.model;

import org.jspecify.annotations.NullMarked;

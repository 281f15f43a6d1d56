/** Jaeger's JSON model and search parameters, and how spans and filters map onto them. */
@NullMarked
package dev.quipu.analysis.jaeger;

import org.jspecify.annotations.NullMarked;

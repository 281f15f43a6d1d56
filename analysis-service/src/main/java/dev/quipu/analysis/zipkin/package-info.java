/** Zipkin's read API v2: its spans, search parameters and links, and how ours map onto them. */
@NullMarked
package dev.quipu.analysis.zipkin;

import org.jspecify.annotations.NullMarked;

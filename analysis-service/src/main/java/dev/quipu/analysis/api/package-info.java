/** The doors: the Jaeger read API and the rates, with their errors. Calls the features; nothing calls it. */
@NullMarked
package dev.quipu.analysis.api;

import org.jspecify.annotations.NullMarked;

/** Targets to be scraped, and whether they were in time. */
@NullMarked
package dev.quipu.benchmarks.scrape;

import org.jspecify.annotations.NullMarked;

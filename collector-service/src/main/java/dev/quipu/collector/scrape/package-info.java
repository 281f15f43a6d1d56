/** Fetches pages of metrics from targets on an interval, and hands them to the intake as the doors do. */
@NullMarked
package dev.quipu.collector.scrape;

import org.jspecify.annotations.NullMarked;

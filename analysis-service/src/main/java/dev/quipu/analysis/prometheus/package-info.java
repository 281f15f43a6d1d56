/** What is added up of spans and calls, as series that Prometheus scrapes. */
@NullMarked
package dev.quipu.analysis.prometheus;

import org.jspecify.annotations.NullMarked;

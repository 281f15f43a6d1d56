/** What collectors fetch metrics from, which of them fetches what, and how it went. */
@NullMarked
package dev.quipu.storage.scrape;

import org.jspecify.annotations.NullMarked;

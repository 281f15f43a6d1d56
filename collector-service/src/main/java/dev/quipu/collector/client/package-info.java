/** Storage as this service sees it: one HTTP exchange at a time. */
@NullMarked
package dev.quipu.collector.client;

import org.jspecify.annotations.NullMarked;

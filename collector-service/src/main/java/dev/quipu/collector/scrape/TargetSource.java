package dev.quipu.collector.scrape;

import java.util.List;

/**
 * Somewhere that targets are found.
 *
 * <ol>
 *   <li>{@link #targets()} gives what is known at the moment, without waiting for anything; any thread.
 *   <li>A source that cannot be looked at goes on giving what it gave before.
 *   <li>What is there but makes no target is logged once, not fetched, and harms no other.
 * </ol>
 */
interface TargetSource {

    List<ScrapeTarget> targets();
}

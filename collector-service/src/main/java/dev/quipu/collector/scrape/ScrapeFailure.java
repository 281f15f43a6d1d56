package dev.quipu.collector.scrape;

import java.util.Locale;

/**
 * Why a target gave no page. It counts as down.
 *
 * @param detail what was expected and what came, for people
 */
record ScrapeFailure(Reason reason, String detail) {

    /** The label is the tag of the metric. */
    enum Reason {
        /** The host has no address. */
        RESOLVE,
        /** The address is one that is not fetched from. */
        REFUSED_ADDRESS,
        CONNECT,
        TIMEOUT,
        /** The connection broke off within the answer. */
        BROKEN,
        STATUS,
        REDIRECT,
        TOO_LARGE,
        CONTENT,
        /** The page is not in its format. */
        PAGE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

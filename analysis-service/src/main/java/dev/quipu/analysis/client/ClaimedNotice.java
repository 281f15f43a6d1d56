package dev.quipu.analysis.client;

import java.util.Optional;

/**
 * A notice that is to be delivered, by whom claimed it.
 *
 * @param attempt the how manieth this is, from 1
 * @param payload JSON
 * @param secret to sign with; empty when there is none
 */
public record ClaimedNotice(long id, int attempt, String webhook, String url, Optional<String> secret, byte[] payload) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "notice " + id + " to " + webhook;
    }
}

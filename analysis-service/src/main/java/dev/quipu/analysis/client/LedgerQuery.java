package dev.quipu.analysis.client;

import dev.quipu.model.Signal;
import java.time.Instant;
import java.util.Optional;

/**
 * Which part of the ledger is asked for. The ledger counts by minutes: those that the window touches are counted whole.
 *
 * @param signal empty for all signals
 * @param service only components of this name; empty for all
 */
public record LedgerQuery(Instant from, Instant to, Optional<Signal> signal, Optional<String> service) {}

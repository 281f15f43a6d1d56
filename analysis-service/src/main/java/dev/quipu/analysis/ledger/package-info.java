/** Reconciles what sources produced with what was analysed, and names every difference that is open. */
@NullMarked
package dev.quipu.analysis.ledger;

import org.jspecify.annotations.NullMarked;

/** What share of the records produced was collected, stored and analysed, read from the ledger. */
@NullMarked
package dev.quipu.analysis.rates;

import org.jspecify.annotations.NullMarked;

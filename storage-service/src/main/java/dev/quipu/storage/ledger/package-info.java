/** The account of every record: written with the data, answered with its identities. */
@NullMarked
package dev.quipu.storage.ledger;

import org.jspecify.annotations.NullMarked;

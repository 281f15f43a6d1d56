/** Whether the record of the client, the ledger and what is stored are the same. */
@NullMarked
package dev.quipu.benchmarks.rig.check;

import org.jspecify.annotations.NullMarked;
